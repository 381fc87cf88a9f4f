package io.patchwork.worker;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.AudioTreatment;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Effect;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.schema.timeline.VideoTreatment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Timelines in few lines for goldens: track, clip, range, and what is done to it. */
public final class TimelineText {

  private final FrameRate rate;
  private final List<String> lines = new ArrayList<>();

  private TimelineText(FrameRate rate) {
    this.rate = rate;
  }

  public static String of(Otio otio) throws InvalidTimeline {
    return of(OtioReader.read(otio.bytes()));
  }

  public static String of(Timeline timeline) {
    TimelineText text = new TimelineText(timeline.rate());
    text.lines.add("timeline at " + timeline.rate() + " frames a second");
    timeline.tracks().children().forEach(child -> text.add(child, ""));
    return PlanText.plain(String.join("\n", text.lines));
  }

  private void add(Composable child, String indent) {
    lines.add(indent + line(child));
    if (child instanceof Composable.Composition composition) {
      composition.children().forEach(each -> add(each, indent + "  "));
    }
  }

  private String line(Composable child) {
    return switch (child) {
      case Composable.Transition transition ->
          "transition "
              + (transition.options().kind() == null ? "" : transition.options().kind() + " ")
              + (transition.options().curve() == Composable.FadeCurve.LINEAR ? "" : "equal-power ")
              + time(transition.in())
              + " before and "
              + time(transition.out())
              + " behind the cut";
      case Composable.Item item -> name(item) + range(item.sourceRange()) + done(item);
    };
  }

  private static String name(Composable.Item item) {
    return switch (item) {
      case Composable.Track track -> track.kind() + " track";
      case Composable.Stack _ -> "stack";
      case Composable.Gap _ -> "gap";
      case Composable.Clip(var _, MediaReference media) ->
          switch (media) {
            case MediaReference.External file ->
                file.targetUrl()
                    + (file.availableRange() == null
                        ? ""
                        : " whose first frame is at " + file.availableRange().start() + " s,");
            case MediaReference.Generator generator ->
                generator.kind() + " " + generator.parameters();
            case MediaReference.TitleReference title -> "title \"" + title.title().text() + "\"";
            default -> media.getClass().getSimpleName();
          };
    };
  }

  private String range(@Nullable TimeRange range) {
    return range == null
        ? ""
        : " from " + instant(range.start()) + " for " + time(range.duration());
  }

  private String time(RationalTime time) {
    Fraction frames = time.seconds().times(rate.perSecond());
    return frames.denominator().bitLength() == 1 ? frames + " frames" : time + " s";
  }

  private String instant(RationalTime time) {
    Fraction frame = time.seconds().times(rate.perSecond());
    return frame.denominator().bitLength() == 1 ? "frame " + frame : time + " s";
  }

  private String done(Composable.Item item) {
    List<String> what = new ArrayList<>();
    for (Effect effect : item.common().effects()) {
      if (effect instanceof Effect.TimeWarp(Fraction speed)) {
        what.add("speed " + speed);
      }
    }
    look(item.common().treatment().look(), what);
    mix(item.common().treatment().mix(), what);
    item.common()
        .markers()
        .forEach(marker ->
            what.add("marker \"" + marker.name() + "\" at " + instant(marker.range().start())));
    return what.isEmpty() ? "" : ", " + String.join(", ", what);
  }

  private void look(VideoTreatment look, List<String> what) {
    if (look.fit() != VideoTreatment.Fit.CONTAIN) {
      what.add("fit " + look.fit());
    }
    add("crop", look.crop(), what);
    if (!look.zoom().equals(VideoTreatment.Zoom.NONE)) {
      what.add("zoom from " + text(look.zoom().from()) + " to " + text(look.zoom().to()));
    }
    add("rectangle", look.rectangle(), what);
    if (!look.transform().isNone()) {
      what.add("transform in " + look.transform().unit());
      add("scale x", look.transform().scaleX(), what);
      add("scale y", look.transform().scaleY(), what);
      what.add("shift x " + text(look.transform().x()));
      what.add("shift y " + text(look.transform().y()));
    }
    add("opacity", look.opacity(), what);
    add("fade in", look.fadeIn(), what);
    add("fade out", look.fadeOut(), what);
    VideoTreatment.Colour colour = look.colour();
    if (!colour.equals(VideoTreatment.Colour.NEUTRAL)) {
      what.add(
          "brightness %s, contrast %s, saturation %s, gamma %s"
              .formatted(
                  colour.brightness(), colour.contrast(), colour.saturation(), colour.gamma()));
    }
  }

  private void mix(AudioTreatment mix, List<String> what) {
    add("gain", mix.gain(), what);
    if (!mix.channels().isEmpty()) {
      what.add("channels " + mix.channels());
    }
    if (mix.pan().signum() != 0) {
      what.add("pan " + mix.pan());
    }
    if (mix.group() != null) {
      what.add("group " + mix.group());
    }
    if (mix.duck() != null) {
      AudioTreatment.Duck duck = mix.duck();
      what.add(
          "ducked under %s by %s, attack %s s, release %s s"
              .formatted(duck.under(), duck.by(), duck.attack(), duck.release()));
    }
  }

  private static void add(String name, Rectangle rectangle, List<String> what) {
    if (!rectangle.isWhole()) {
      what.add(name + " " + text(rectangle));
    }
  }

  /** Where it lies, in fractions of the frame. */
  public static String text(Rectangle rectangle) {
    return "(x %s, y %s, %s wide, %s high)"
        .formatted(rectangle.x(), rectangle.y(), rectangle.width(), rectangle.height());
  }

  private static void add(String name, Curve curve, List<String> what) {
    if (!curve.equals(Curve.ONE)) {
      what.add(
          name
              + " "
              + (curve.isConstant() ? curve.keys().getFirst().value().toString() : text(curve)));
    }
  }

  /** Its keys, each a value and the second at which it is. */
  public static String text(Curve curve) {
    return curve.keys().stream()
        .map(key -> key.value() + " at " + key.at() + " s")
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private void add(String name, RationalTime time, List<String> what) {
    if (time.compareTo(RationalTime.ZERO) > 0) {
      what.add(name + " " + time(time));
    }
  }
}
