package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable.FadeCurve;
import io.patchwork.schema.timeline.Composable.TransitionOptions;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.schema.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code metadata.patchwork} after checking it against {@code treatment.v1.schema.json}, so
 * that a misspelt name is an error.
 */
final class TreatmentReader {

  private static final long MILLIONTHS = 1_000_000;
  private static final Fraction MAX_FRAME_FRACTION = Fraction.of(10);
  private static final Fraction MAX_GAIN = Fraction.of(100);
  private static final RationalTime DEFAULT_ATTACK = RationalTime.ofSeconds(3, 10);
  private static final RationalTime DEFAULT_RELEASE = RationalTime.ofSeconds(8, 10);

  /** -12 dB. */
  private static final Fraction DEFAULT_DUCKED_GAIN = Fraction.of(251_189, MILLIONTHS);

  private static final Fraction MAX_SECONDS = Fraction.of(24L * 3600);

  private TreatmentReader() {}

  static Treatment treatment(JsonNode item, String path) throws InvalidTimeline {
    JsonNode node = checked(item, "treatment.v1", path);
    if (node.isEmpty()) {
      return Treatment.PLAIN;
    }
    try {
      return new Treatment(look(node), mix(node));
    } catch (IllegalArgumentException e) {
      throw InvalidTimeline.broken(
          "The settings (metadata.patchwork) of "
              + path
              + " cannot be used: "
              + e.getMessage()
              + "; docs/timelines.md lists what may be there.");
    }
  }

  static TransitionOptions transition(JsonNode transition, String path) throws InvalidTimeline {
    JsonNode node = checked(transition, "transition.v1", path);
    @Nullable String kind = node.path("kind").isString() ? node.path("kind").asString() : null;
    boolean isEqualPower = node.path("curve").asString("").equals("equal-power");
    return new TransitionOptions(kind, isEqualPower ? FadeCurve.EQUAL_POWER : FadeCurve.LINEAR);
  }

  static JsonNode checked(JsonNode item, String schema, String path) throws InvalidTimeline {
    JsonNode node = item.path("metadata").path("patchwork");
    if (node.isMissingNode()) {
      return node;
    }
    List<Violation> violations = Schemas.violations(schema, node, "");
    if (!violations.isEmpty()) {
      throw InvalidTimeline.broken(
          "The settings (metadata.patchwork) of "
              + path
              + " are not understood: "
              + violations.getFirst().sentence()
              + "; docs/timelines.md lists what may be there.");
    }
    return node;
  }

  private static VideoTreatment look(JsonNode node) {
    JsonNode crop = node.path("crop");
    JsonNode zoom = node.path("zoom");
    JsonNode colour = node.path("colour");
    return new VideoTreatment(
        VideoTreatment.Fit.valueOf(node.path("fit").asString("contain").toUpperCase(Locale.ROOT)),
        crop.isMissingNode() ? Rectangle.WHOLE : cropped(crop),
        zoom.isMissingNode()
            ? VideoTreatment.Zoom.NONE
            : new VideoTreatment.Zoom(rectangle(zoom.path("from")), rectangle(zoom.path("to"))),
        rectangle(node.path("rectangle")),
        EditorTransform.NONE,
        curve(node.path("opacity")),
        time(node.path("fadeIn")),
        time(node.path("fadeOut")),
        colour.isMissingNode()
            ? VideoTreatment.Colour.NEUTRAL
            : new VideoTreatment.Colour(
                number(colour.path("brightness"), Fraction.ZERO),
                number(colour.path("contrast"), Fraction.ONE),
                number(colour.path("saturation"), Fraction.ONE),
                number(colour.path("gamma"), Fraction.ONE)));
  }

  private static AudioTreatment mix(JsonNode node) {
    return new AudioTreatment(
        bounded(curve(node.path("gain"))),
        number(node.path("pan"), Fraction.ZERO),
        time(node.path("fadeIn")),
        time(node.path("fadeOut")),
        node.path("group").isString() ? node.path("group").asString() : null,
        node.path("duck").isObject() ? duck(node.path("duck")) : null,
        List.of());
  }

  private static AudioTreatment.Duck duck(JsonNode node) {
    return new AudioTreatment.Duck(
        node.path("under").asString(),
        within(number(node.path("by"), DEFAULT_DUCKED_GAIN), MAX_GAIN),
        node.has("attack") ? time(node.path("attack")) : DEFAULT_ATTACK,
        node.has("release") ? time(node.path("release")) : DEFAULT_RELEASE);
  }

  static Rectangle rectangle(JsonNode node) {
    return node.isMissingNode()
        ? Rectangle.WHOLE
        : new Rectangle(
            within(number(node.path("x"), Fraction.ZERO), MAX_FRAME_FRACTION),
            within(number(node.path("y"), Fraction.ZERO), MAX_FRAME_FRACTION),
            within(number(node.path("width"), Fraction.ONE), MAX_FRAME_FRACTION),
            within(number(node.path("height"), Fraction.ONE), MAX_FRAME_FRACTION));
  }

  private static Rectangle cropped(JsonNode node) {
    Fraction left = number(node.path("left"), Fraction.ZERO);
    Fraction top = number(node.path("top"), Fraction.ZERO);
    return new Rectangle(
        left,
        top,
        Fraction.ONE.minus(left).minus(number(node.path("right"), Fraction.ZERO)),
        Fraction.ONE.minus(top).minus(number(node.path("bottom"), Fraction.ZERO)));
  }

  private static Curve curve(JsonNode node) {
    if (!node.isArray()) {
      return Curve.constant(number(node, Fraction.ONE));
    }
    List<Curve.Key> keys = new ArrayList<>();
    for (JsonNode key : node) {
      keys.add(new Curve.Key(time(key.path("at")), number(key.path("value"), Fraction.ONE)));
    }
    return new Curve(keys);
  }

  /** Fractions are strings, whose value no schema limits. */
  private static Fraction within(Fraction number, Fraction max) {
    if (number.abs().compareTo(max) > 0) {
      throw new IllegalArgumentException(number + " is beyond " + max);
    }
    return number;
  }

  private static Curve bounded(Curve gain) {
    gain.keys().forEach(key -> within(key.value(), MAX_GAIN));
    return gain;
  }

  private static RationalTime time(JsonNode node) {
    return new RationalTime(within(number(node, Fraction.ZERO), MAX_SECONDS));
  }

  /**
   * A number, a fraction, or a level in decibels; that is rounded to millionths, so that it is the
   * same everywhere.
   */
  static Fraction number(JsonNode node, Fraction otherwise) {
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (node.isNumber()) {
      return TimeReader.number(node)
          .orElseThrow(() -> new IllegalArgumentException(node + " has too many digits"));
    }
    String text = node.asString();
    if (text.endsWith("dB")) {
      String decibels = text.substring(0, text.length() - 2).strip();
      if (decibels.equals("-inf")) {
        return Fraction.ZERO;
      }
      double level = Double.parseDouble(decibels);
      return Fraction.of(Math.round(StrictMath.pow(10, level / 20) * MILLIONTHS), MILLIONTHS);
    }
    return Fraction.parse(text);
  }
}
