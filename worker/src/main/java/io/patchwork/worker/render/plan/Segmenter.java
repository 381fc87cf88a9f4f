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
 * Where a picture is cut into segments that are made on their own: at edits, and inside of long
 * clips on a grid in the clip's own time, so that trimming or moving it changes as few segments as
 * may be. What lasts less than a second joins what follows it, a transition so the clip that comes.
 * What can be copied is a segment of its own. Pure.
 */
final class Segmenter {

  private static final int GOPS_PER_PIECE = 2;

  /** Each layer of a shot is a file that FFmpeg holds open. */
  private static final int MAX_SHOTS = 16;

  /** Of a plan: a day of them is half of it. */
  private static final int MAX_SEGMENTS = 40_000;

  private final LayerEvaluator screen;
  private final SmartCopy copying;
  private final VideoCoding coding;
  private final long second;
  private final List<Piece> segments = new ArrayList<>();
  private List<Long> open = new ArrayList<>();

  private Segmenter(LayerEvaluator screen, VideoCoding coding, SmartCopy copying) {
    this.screen = screen;
    this.copying = copying;
    this.coding = coding;
    this.second = Math.max(1, coding.rate().perSecond().round().longValueExact());
  }

  /**
   * Frames that are made together.
   *
   * @param cuts the first frame, the frames at which something in them changes, and the end
   * @param copied what they are copied from; null where they are made
   */
  public record Piece(List<Long> cuts, @Nullable CopiedGops copied) {
    public Piece {
      cuts = List.copyOf(cuts);
    }

    long frames() {
      return cuts.getLast() - cuts.getFirst();
    }
  }

  /**
   * The segments of a screen.
   *
   * @throws Refused if they are more than a plan holds
   */
  static List<Piece> segments(LayerEvaluator screen, VideoCoding coding, SmartCopy copying)
      throws Refused {
    return new Segmenter(screen, coding, copying).segments();
  }

  private List<Piece> segments() throws Refused {
    List<Long> cuts = screen.visibleCuts();
    open.add(0L);
    for (int i = 1; i < cuts.size(); i++) {
      span(cuts.get(i - 1), cuts.get(i));
    }
    if (open.size() > 1) {
      closeOrJoin();
    }
    return segments;
  }

  private void bound() throws Refused {
    if (segments.size() > MAX_SEGMENTS) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          "The timeline needs more than "
              + MAX_SEGMENTS
              + " segments (cuts, and short ranges of fast reverse clips); render it in sections with"
              + " --from and --to.");
    }
  }

  private void span(long from, long to) throws Refused {
    Shot shot = screen.shot(from, to);
    long step = step(shot.layers());
    long grid = grid(shot.layers(), from);
    Optional<SmartCopy.Found> found = copying.in(shot, coding);
    if (found.isEmpty()) {
      made(from, to, step, grid);
      return;
    }
    long begin = from + found.get().at();
    long end = begin + found.get().gops().frames();
    made(from, begin, step, grid);
    if (open.size() > 1) {
      close();
    }
    segments.add(new Piece(List.of(begin, end), found.get().gops()));
    open = new ArrayList<>(List.of(end));
    if (to - end >= coding.gopFrames()) {
      // The edge stands.
      made(end, to, step, grid);
    } else if (end < to) {
      // Less than a group: it is made with what follows, which saves a segment and a key frame.
      open.add(to);
    }
  }

  private void made(long from, long to, long step, long grid) throws Refused {
    long least = Math.min(second, step);
    for (long at = from; at < to; ) {
      long cut = (Math.floorDiv(at + grid, step) + 1) * step - grid;
      if (cut - open.getFirst() < least) {
        cut += step;
      }
      if (to - cut < least) {
        cut = to;
      }
      open.add(cut);
      at = cut;
      bound();
      if (cut - open.getFirst() >= least || open.size() > MAX_SHOTS) {
        close();
      }
    }
  }

  private void close() {
    long end = open.getLast();
    segments.add(new Piece(open, null));
    open = new ArrayList<>(List.of(end));
  }

  /** What is left at the end of the film is a segment, or joins the last one if it is short. */
  private void closeOrJoin() {
    if (segments.isEmpty()
        || segments.getLast().copied() != null
        || segments.getLast().cuts().size() + open.size() > MAX_SHOTS) {
      close();
      return;
    }
    List<Long> cuts = new ArrayList<>(segments.removeLast().cuts());
    cuts.addAll(open.subList(1, open.size()));
    segments.add(new Piece(cuts, null));
  }

  /** Frames that run backwards are all held at once: fewer of them. */
  private long step(List<Layer> layers) {
    Fraction fastest =
        all(layers)
            .map(LayerContent.Video::retime)
            .filter(Retime::isBackwards)
            .map(retime -> retime.step().abs())
            .max(Comparator.naturalOrder())
            .orElse(Fraction.ZERO);
    if (fastest.signum() == 0) {
      return GOPS_PER_PIECE * coding.gopFrames();
    }
    long frames = Fraction.of(second).dividedBy(fastest).floor().longValueExact();
    return Math.max(1, Math.min(second, frames));
  }

  /** Of a crossing first what it becomes: by that what follows is counted. */
  private static Stream<LayerContent.Video> all(List<Layer> layers) {
    return layers.stream()
        .flatMap(layer ->
            switch (layer.picture()) {
              case LayerContent.Video moving -> Stream.of(moving);
              case LayerContent.Still _,
                  LayerContent.RasterizedText _,
                  LayerContent.SolidColour _,
                  LayerContent.ColourBars _ ->
                  Stream.empty();
              case LayerContent.Group(List<Layer> inner) -> all(inner);
              case LayerContent.TransitionContent transition ->
                  Stream.concat(
                      all(transition.after().layers()), all(transition.before().layers()));
            });
  }

  /**
   * What to add to a frame of the output to count it from the first of the lowest clip that moves:
   * titles and inserts lie above.
   */
  private long grid(List<Layer> layers, long from) {
    return all(layers)
        .findFirst()
        .map(LayerContent.Video::retime)
        .filter(Retime::isPlain)
        .map(retime -> retime.first().floor().longValueExact() - from)
        .orElse(-from);
  }
}
