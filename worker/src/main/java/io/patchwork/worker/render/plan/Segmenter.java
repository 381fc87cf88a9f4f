package io.patchwork.worker.render.plan;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.LayerEvaluator;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.composition.Shot;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a timeline into segments that are rendered on their own: at its cuts, and inside long clips
 * on a grid in the clip's own time, so that trimming or moving a clip changes few segments. A range
 * of less than a second joins the next one, as a transition joins its incoming clip. GOPs that can
 * be copied are a segment of their own. Pure.
 */
final class Segmenter {

  private static final int GOPS_PER_SEGMENT = 2;

  /** FFmpeg holds a file open for each layer of a shot. */
  private static final int MAX_SHOTS = 16;

  /** Twice as many as a day without cuts has. */
  private static final int MAX_SEGMENTS = 40_000;

  private final LayerEvaluator evaluator;
  private final SmartCopy smartCopy;
  private final VideoCoding coding;
  private final long second;
  private final List<SegmentRange> segments = new ArrayList<>();
  private List<Long> open = new ArrayList<>();

  private Segmenter(LayerEvaluator evaluator, VideoCoding coding, SmartCopy smartCopy) {
    this.evaluator = evaluator;
    this.smartCopy = smartCopy;
    this.coding = coding;
    this.second = Math.max(1, coding.rate().perSecond().round().longValueExact());
  }

  /**
   * The frames of one segment.
   *
   * @param cuts first frame, the cuts within, and the end
   * @param copied the GOPs that it copies; null where it is rendered
   */
  public record SegmentRange(List<Long> cuts, @Nullable CopiedGops copied) {
    public SegmentRange {
      cuts = List.copyOf(cuts);
    }

    long frames() {
      return cuts.getLast() - cuts.getFirst();
    }
  }

  /**
   * The segments of a timeline, in order.
   *
   * @throws Refused if there are more than 40 000
   */
  static List<SegmentRange> segments(
      LayerEvaluator evaluator, VideoCoding coding, SmartCopy smartCopy) throws Refused {
    return new Segmenter(evaluator, coding, smartCopy).segments();
  }

  private List<SegmentRange> segments() throws Refused {
    List<Long> cuts = evaluator.visibleCuts();
    open.add(0L);
    for (int i = 1; i < cuts.size(); i++) {
      addRange(cuts.get(i - 1), cuts.get(i));
    }
    if (open.size() > 1) {
      closeOrJoin();
    }
    return segments;
  }

  private void checkCount() throws Refused {
    if (segments.size() > MAX_SEGMENTS) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          "The timeline needs more than "
              + MAX_SEGMENTS
              + " segments (cuts, and short ranges of fast reverse clips); render it in sections with"
              + " --from and --to.");
    }
  }

  private void addRange(long from, long to) throws Refused {
    Shot shot = evaluator.shot(from, to);
    long step = maxFrames(shot.layers());
    long grid = gridOffset(shot.layers(), from);
    Optional<SmartCopy.Found> found = smartCopy.in(shot, coding);
    if (found.isEmpty()) {
      addRendered(from, to, step, grid);
      return;
    }
    long begin = from + found.get().at();
    long end = begin + found.get().gops().frames();
    addRendered(from, begin, step, grid);
    if (open.size() > 1) {
      close();
    }
    segments.add(new SegmentRange(List.of(begin, end), found.get().gops()));
    open = new ArrayList<>(List.of(end));
    if (to - end >= coding.gopFrames()) {
      // The last frame is held.
      addRendered(end, to, step, grid);
    } else if (end < to) {
      // Less than a GOP is rendered with what follows, which saves a segment and a key frame.
      open.add(to);
    }
  }

  private void addRendered(long from, long to, long step, long grid) throws Refused {
    long minFrames = Math.min(second, step);
    for (long at = from; at < to; ) {
      long cut = (Math.floorDiv(at + grid, step) + 1) * step - grid;
      if (cut - open.getFirst() < minFrames) {
        cut += step;
      }
      if (to - cut < minFrames) {
        cut = to;
      }
      open.add(cut);
      at = cut;
      checkCount();
      if (cut - open.getFirst() >= minFrames || open.size() > MAX_SHOTS) {
        close();
      }
    }
  }

  private void close() {
    long end = open.getLast();
    segments.add(new SegmentRange(open, null));
    open = new ArrayList<>(List.of(end));
  }

  /** The rest at the end of the film becomes a segment, or joins the last one. */
  private void closeOrJoin() {
    if (segments.isEmpty()
        || segments.getLast().copied() != null
        || segments.getLast().cuts().size() + open.size() > MAX_SHOTS) {
      close();
      return;
    }
    List<Long> cuts = new ArrayList<>(segments.removeLast().cuts());
    cuts.addAll(open.subList(1, open.size()));
    segments.add(new SegmentRange(cuts, null));
  }

  /**
   * Segment length in frames; shorter in reverse, because FFmpeg holds all frames that it reverses.
   */
  private long maxFrames(List<Layer> layers) {
    Fraction fastest =
        videos(layers)
            .map(LayerContent.Video::retime)
            .filter(Retime::isBackwards)
            .map(retime -> retime.step().abs())
            .max(Comparator.naturalOrder())
            .orElse(Fraction.ZERO);
    if (fastest.signum() == 0) {
      return GOPS_PER_SEGMENT * coding.gopFrames();
    }
    long frames = Fraction.of(second).dividedBy(fastest).floor().longValueExact();
    return Math.max(1, Math.min(second, frames));
  }

  /**
   * All videos of layers; of a transition the incoming ones first, because the grid continues with
   * them.
   */
  private static Stream<LayerContent.Video> videos(List<Layer> layers) {
    return layers.stream()
        .flatMap(layer ->
            switch (layer.content()) {
              case LayerContent.Video video -> Stream.of(video);
              case LayerContent.Still _,
                  LayerContent.RasterizedText _,
                  LayerContent.SolidColour _,
                  LayerContent.ColourBars _ ->
                  Stream.empty();
              case LayerContent.Group(List<Layer> inner) -> videos(inner);
              case LayerContent.TransitionContent transition ->
                  Stream.concat(
                      videos(transition.after().layers()), videos(transition.before().layers()));
            });
  }

  /**
   * The offset that turns an output frame into a frame of the lowest video; titles and inserts lie
   * above it.
   */
  private long gridOffset(List<Layer> layers, long from) {
    return videos(layers)
        .findFirst()
        .map(LayerContent.Video::retime)
        .filter(Retime::isPlain)
        .map(retime -> retime.first().floor().longValueExact() - from)
        .orElse(-from);
  }
}
