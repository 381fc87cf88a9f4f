package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which frame of which source each frame of a film shows, and what is heard. */
final class ShownFrames {

  private static final FrameSize FRAME = new FrameSize(640, 360);

  private ShownFrames() {}

  /**
   * What a frame shows.
   *
   * @param number of the video's frame; negative for what has no frames
   */
  private record Seen(String name, long number) {
    Seen(String name) {
      this(name, -1);
    }
  }

  /** Frames that show one thing, or a video's frames one by one, forwards or in reverse. */
  private record Run(Seen first, Seen last, int length) {

    Optional<Run> with(Seen next) {
      long step = next.number() - last.number();
      boolean isNext =
          last.number() < 0
              ? step == 0
              : Math.abs(step) == 1
                  && (length == 1 || Long.signum(last.number() - first.number()) == step);
      return isNext && next.name().equals(last.name())
          ? Optional.of(new Run(first, next, length + 1))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return first.number() < 0
          ? first.name() + "x" + length
          : first.name() + ":" + first.number() + (length == 1 ? "" : ".." + last.number());
    }
  }

  /** What each frame shows: {@code source:first..last}, {@code mix} where two are seen. */
  static String shown(ResolvedTimeline timeline) {
    LayerEvaluator evaluator = new LayerEvaluator(timeline, FRAME);
    List<Run> runs = new ArrayList<>();
    for (long frame = 0; frame < evaluator.frames(); frame++) {
      Seen seen = seen(evaluator.layers(frame, frame + 1));
      Optional<Run> longer = runs.isEmpty() ? Optional.empty() : runs.getLast().with(seen);
      if (longer.isPresent()) {
        runs.removeLast();
      }
      runs.add(longer.orElse(new Run(seen, seen, 1)));
    }
    return String.join(" ", runs.stream().map(Run::toString).toList());
  }

  private static Seen seen(List<Layer> layers) {
    if (layers.isEmpty()) {
      return new Seen("black");
    }
    Layer top = layers.getLast();
    if (!top.opacity().isEmpty()) {
      return new Seen("mix");
    }
    return switch (top.content()) {
      case LayerContent.Video video ->
          new Seen(video.asset().value(), number(video.retime(), video.stream()));
      case LayerContent.Still still -> new Seen(still.asset().value());
      case LayerContent.SolidColour(String colour) -> new Seen(colour);
      case LayerContent.Group(List<Layer> inner) -> seen(inner);
      case LayerContent.ColourBars _ -> new Seen("bars");
      case LayerContent.RasterizedText _, LayerContent.TransitionContent _ -> new Seen("mix");
    };
  }

  /** The video's own number: of a grid's frame that which is on in its middle. */
  private static long number(Retime retime, VideoStream stream) {
    Fraction own = Objects.requireNonNull(stream.averageFrameRate()).perSecond();
    Fraction middle = Fraction.of(2 * retime.frame(0) + 1, 2);
    return middle
        .times(own)
        .dividedBy(retime.grid().perSecond())
        .ceiling()
        .subtract(BigInteger.ONE)
        .longValueExact();
  }

  /** The numbers of the frames that are shown of videos. */
  static List<Long> numbers(ResolvedTimeline timeline) {
    LayerEvaluator evaluator = new LayerEvaluator(timeline, FRAME);
    List<Long> numbers = new ArrayList<>();
    for (long frame = 0; frame < evaluator.frames(); frame++) {
      Layer layer = evaluator.layers(frame, frame + 1).getFirst();
      LayerContent.Video video = (LayerContent.Video) layer.content();
      numbers.add(number(video.retime(), video.stream()));
    }
    return numbers;
  }

  /** Clips of the mix, in samples: place, length and first sample of the source. */
  static String heard(ResolvedTimeline timeline, long samples) throws Exception {
    List<String> clips = new ArrayList<>();
    MixPlanner.mixClips(timeline, samples)
        .getFirst()
        .forEach(
            clip -> clips.add(clip.at() + "+" + clip.samples() + " from " + clip.first().round()));
    return String.join(", ", clips);
  }
}
