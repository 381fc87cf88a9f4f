package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.EditorCurve.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Reads effects of DaVinci Resolve, {@code metadata.Resolve_OTIO}. It writes a parameter when it is
 * not at its default, and the effects of its inspector beside every clip, most of them without any.
 *
 * <p>Keys are frames of the timeline from the clip's first, as strings in no order; where there are
 * keys, the value of the parameter is only that at the playhead. Zoom is a factor of the picture as
 * it is fitted into the frame. Pan and tilt are fractions of the size of the frame, positive to the
 * right and up: several people who render their tables with Resolve measured both.
 */
final class ResolveEffects {

  private static final long MAX_FRAMES = 1_000_000_000;

  /** Values that Resolve leaves out of older documents. */
  private static final Map<String, Fraction> DEFAULTS =
      Map.of(
          "transformationZoomX",
          Fraction.ONE,
          "transformationZoomY",
          Fraction.ONE,
          "opacity",
          Fraction.of(100));

  /** Parts of effects by the names of their parameters, where those do not say it. */
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("transformationRotationAngle", "rotation"),
          Map.entry("transformationAnchorPoint", "anchor point"),
          Map.entry("transformationPitch", "pitch"),
          Map.entry("transformationYaw", "yaw"),
          Map.entry("transformationFlipX", "flip"),
          Map.entry("transformationFlipY", "flip"),
          Map.entry("transformationZoomX", "zoom"),
          Map.entry("transformationZoomY", "zoom"),
          Map.entry("transformationPan", "position"),
          Map.entry("transformationTilt", "position"),
          Map.entry("cropLeft", "crop"),
          Map.entry("cropRight", "crop"),
          Map.entry("cropTop", "crop"),
          Map.entry("cropBottom", "crop"),
          Map.entry("cropSoftness", "softness"));

  private ResolveEffects() {}

  /** The effects of the inspector that have a treatment. */
  private enum Kind {
    TRANSFORM(2, "Transform"),
    COMPOSITE(1, "Composite"),
    VIDEO_FADERS(36, "Video Faders"),
    CLIP_VOLUME(62, "Fairlight Clip Volume and Fades"),
    OTHER(-1, "");

    private final int type;
    private final String effectName;

    Kind(int type, String effectName) {
      this.type = type;
      this.effectName = effectName;
    }

    static Kind of(JsonNode effect) {
      int type = effect.path("Type").asInt(OTHER.type);
      String name = effect.path("Effect Name").asString("");
      for (Kind kind : values()) {
        if (type == OTHER.type ? kind.effectName.equals(name) : kind.type == type) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  /**
   * Reads an effect.
   *
   * @param effect its {@code Resolve_OTIO}
   * @param rate of the keys, frames per second
   */
  static void read(JsonNode effect, String otherName, Fraction rate, EditorSettings into) {
    if (!effect.path("Enabled").asBoolean(true)) {
      return;
    }
    String written = effect.path("Effect Name").asString("");
    String name = written.isEmpty() ? effect.path("Name").asString(otherName) : written;
    Kind kind = Kind.of(effect);
    for (JsonNode parameter : effect.path("Parameters")) {
      String id = parameter.path("Parameter ID").asString("");
      if (!isDefault(parameter, id) && !isSet(kind, id, parameter, rate, into)) {
        into.lose(name, PARTS.getOrDefault(id, id));
      }
    }
  }

  private static boolean isDefault(JsonNode parameter, String id) {
    JsonNode keys = parameter.path("Key Frames");
    if (keys.isEmpty()) {
      return isDefault(parameter, parameter.path("Parameter Value"), id);
    }
    for (JsonNode key : keys) {
      if (!isDefault(parameter, key.path("Value"), id)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDefault(JsonNode parameter, JsonNode value, String id) {
    JsonNode normal = parameter.path("Default Parameter Value");
    if (normal.isMissingNode() || normal.isNull()) {
      return DEFAULTS.containsKey(id)
          ? TimeReader.number(value).filter(DEFAULTS.get(id)::equals).isPresent()
          : isNothing(value);
    }
    return isEqual(value, normal);
  }

  private static boolean isNothing(JsonNode value) {
    if (value.isArray()) {
      for (JsonNode part : value) {
        if (!isNothing(part)) {
          return false;
        }
      }
      return true;
    }
    return value.isMissingNode()
        || value.isNull()
        || (value.isBoolean() && !value.asBoolean())
        || TimeReader.number(value).filter(each -> each.signum() == 0).isPresent();
  }

  private static boolean isEqual(JsonNode a, JsonNode b) {
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        if (!isEqual(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    Optional<Fraction> number = TimeReader.number(a);
    return number.isPresent() ? number.equals(TimeReader.number(b)) : a.equals(b);
  }

  private static boolean isSet(
      Kind kind, String id, JsonNode parameter, Fraction rate, EditorSettings into) {
    List<EditorCurve.Key> keys = keys(parameter, rate);
    return switch (kind) {
      case TRANSFORM ->
          switch (id) {
            case "transformationZoomX" -> into.scaleX(keys, Fraction.ONE);
            case "transformationZoomY" -> into.scaleY(keys, Fraction.ONE);
            case "transformationPan" -> into.x(keys, Fraction.ZERO);
            case "transformationTilt" -> into.y(keys, Fraction.ZERO, true);
            default -> false;
          };
      case COMPOSITE -> id.equals("opacity") && into.opacity(keys);
      case VIDEO_FADERS -> isFade(id, "videoFaderIn", "videoFaderOut", keys, rate, into);
      case CLIP_VOLUME ->
          id.equals("volume")
              ? into.level(keys)
              : isFade(id, "faderIn", "faderOut", keys, rate, into);
      case OTHER -> false;
    };
  }

  /** Fades are counted in frames. */
  private static boolean isFade(
      String id,
      String in,
      String out,
      List<EditorCurve.Key> keys,
      Fraction rate,
      EditorSettings into) {
    if (keys.size() != 1
        || keys.getFirst().value().signum() < 0
        || keys.getFirst().value().compareTo(Fraction.of(MAX_FRAMES)) > 0) {
      return false;
    }
    RationalTime length = new RationalTime(keys.getFirst().value().dividedBy(rate));
    return (id.equals(in) && into.fadeIn(length)) || (id.equals(out) && into.fadeOut(length));
  }

  /** The keys of a parameter, one where it does not change; none where it cannot be read. */
  private static List<EditorCurve.Key> keys(JsonNode parameter, Fraction rate) {
    JsonNode frames = parameter.path("Key Frames");
    if (frames.isEmpty()) {
      return TimeReader.number(parameter.path("Parameter Value"))
          .map(value -> List.of(EditorCurve.Key.straight(RationalTime.ZERO, value)))
          .orElse(List.of());
    }
    TreeMap<Long, JsonNode> sorted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : frames.properties()) {
      Optional<Long> frame = frame(each.getKey());
      if (frame.isEmpty()) {
        return List.of();
      }
      sorted.put(frame.get(), each.getValue());
    }
    List<EditorCurve.Key> keys = new ArrayList<>();
    for (Map.Entry<Long, JsonNode> each : sorted.entrySet()) {
      Optional<Fraction> value = TimeReader.number(each.getValue().path("Value"));
      if (value.isEmpty()) {
        return List.of();
      }
      keys.add(
          new EditorCurve.Key(
              new RationalTime(Fraction.of(each.getKey()).dividedBy(rate)),
              value.get(),
              handle(each.getValue(), "InBez", rate),
              handle(each.getValue(), "OutBez", rate)));
    }
    return keys;
  }

  private static Optional<Long> frame(String text) {
    try {
      long frame = Long.parseLong(text.strip());
      return -MAX_FRAMES <= frame && frame <= MAX_FRAMES ? Optional.of(frame) : Optional.empty();
    } catch (NumberFormatException noFrame) {
      return Optional.empty();
    }
  }

  private static Handle handle(JsonNode key, String name, Fraction rate) {
    JsonNode point = key.path(name).path(name);
    Optional<Fraction> frames = TimeReader.number(point.path(0));
    Optional<Fraction> value = TimeReader.number(point.path(1));
    return frames.isPresent() && value.isPresent()
        ? new Handle(frames.get().dividedBy(rate), value.get())
        : Handle.NONE;
  }
}
