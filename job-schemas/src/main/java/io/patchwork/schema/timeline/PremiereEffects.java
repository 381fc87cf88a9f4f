package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.EditorTransform.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads effects of Premiere Pro, {@code metadata.PremierePro_OTIO}, by their match names and the
 * numbers of their parameters; the names that people see are translated. Keys lie in media time. A
 * value that does not change is a start value, 100 hours before zero. Position is in sizes of the
 * frame, scale in percents of the media's pixels.
 */
final class PremiereEffects {

  private static final Fraction HUNDRED = Fraction.of(100);
  private static final Fraction HALF = Fraction.of(1, 2);
  private static final Fraction NORMAL_BLEND = Fraction.of(18);
  private static final Fraction TURN = Fraction.of(360);

  private PremiereEffects() {}

  /** The parameters of an effect by their numbers. */
  private record Parameters(Map<Integer, JsonNode> byId) {

    static Parameters of(JsonNode effect) {
      Map<Integer, JsonNode> byId = new TreeMap<>();
      for (JsonNode parameter : effect.path("Parameters")) {
        byId.putIfAbsent(parameter.path("ID").asInt(-1), parameter);
      }
      return new Parameters(byId);
    }

    /** The values of a parameter, with their times; none where it has none. */
    List<Timed> values(int id) {
      @Nullable JsonNode parameter = byId.get(id);
      if (parameter == null) {
        return List.of();
      }
      TreeMap<RationalTime, JsonNode> sorted = new TreeMap<>();
      for (JsonNode key : parameter.path("Keyframes")) {
        time(key.path("Position")).ifPresent(at -> sorted.put(at, key.path("Value")));
      }
      if (sorted.isEmpty() && parameter.path("StartValue").has("Value")) {
        sorted.put(RationalTime.ZERO, parameter.path("StartValue").path("Value"));
      }
      List<Timed> values = new ArrayList<>();
      sorted.forEach((at, value) -> values.add(new Timed(at, value)));
      return values;
    }

    /** The keys of a parameter; none where it has none or a value is no number. */
    List<EditorCurve.Key> keys(int id, String field) {
      List<EditorCurve.Key> keys = new ArrayList<>();
      for (Timed each : values(id)) {
        JsonNode node = field.isEmpty() ? each.value : each.value.path(field);
        Optional<Fraction> value = TimeReader.number(node);
        if (value.isEmpty()) {
          return List.of();
        }
        keys.add(EditorCurve.Key.straight(each.at, value.get()));
      }
      return keys;
    }

    /** Whether a parameter is nowhere set to anything else than a value. */
    boolean isOnly(int id, Fraction normal) {
      return values(id).stream()
          .allMatch(each -> TimeReader.number(each.value).filter(normal::equals).isPresent());
    }

    boolean hasValues() {
      return byId.keySet().stream().anyMatch(id -> !values(id).isEmpty());
    }
  }

  private record Timed(RationalTime at, JsonNode value) {}

  /**
   * Reads an effect; its keys stay in media time.
   *
   * @param effect its {@code PremierePro_OTIO}
   * @param otherName the name that people see
   * @param sequence size of the sequence in pixels; null where the document does not say it
   */
  static void read(
      JsonNode effect, String otherName, Unit.@Nullable Pixels sequence, EditorSettings into) {
    String match = effect.path("MatchName").asString("");
    Parameters parameters = Parameters.of(effect);
    switch (match) {
      case "AE.ADBE Opacity" -> opacity(parameters, into);
      case "AE.ADBE Motion" -> motion(parameters, sequence, into);
      case "Internal Volume Mono", "Internal Volume Stereo" -> volume(parameters, into);
      case "PanProcessor" -> {
        if (!parameters.isOnly(0, HALF)) {
          into.lose("Panner", "");
        }
      }
      default -> {
        boolean isIdle = effect.path("IsIntrinsic").asBoolean(false) || match.equals("AudioFader");
        if (!isIdle || parameters.hasValues()) {
          into.lose(otherName.isEmpty() ? match : otherName, "");
        }
      }
    }
  }

  private static void opacity(Parameters parameters, EditorSettings into) {
    if (!parameters.isOnly(1, HUNDRED) && !into.opacity(parameters.keys(1, ""))) {
      into.lose("Opacity", "");
    }
    if (!parameters.isOnly(2, NORMAL_BLEND) || !parameters.isOnly(3, Fraction.ZERO)) {
      into.lose("Opacity", "blend mode");
    }
  }

  private static void motion(
      Parameters parameters, Unit.@Nullable Pixels sequence, EditorSettings into) {
    boolean isUniform = parameters.values(4).stream().allMatch(each -> each.value.asBoolean(true));
    List<EditorCurve.Key> width = parameters.keys(isUniform ? 2 : 3, "");
    List<EditorCurve.Key> height = parameters.keys(2, "");
    boolean hasScale = !parameters.values(2).isEmpty();
    boolean isWhole = parameters.isOnly(2, HUNDRED) && (isUniform || parameters.isOnly(3, HUNDRED));
    if (sequence != null && hasScale) {
      into.unit(sequence);
      if (!into.scaleX(width, HUNDRED) || !into.scaleY(height, HUNDRED)) {
        into.lose("Motion", "scale");
      }
    } else {
      into.unit(new Unit.Frame());
      if (!isWhole) {
        into.lose("Motion", "scale, because the document does not say the size of its sequence");
      }
    }
    boolean isMoved =
        parameters.values(1).stream()
            .anyMatch(each ->
                TimeReader.number(each.value.path("X")).filter(HALF::equals).isEmpty()
                    || TimeReader.number(each.value.path("Y")).filter(HALF::equals).isEmpty());
    if (isMoved
        && !(into.x(parameters.keys(1, "X"), HALF)
            && into.y(parameters.keys(1, "Y"), HALF, false))) {
      into.lose("Motion", "position");
    }
    loseRest(parameters, into);
  }

  private static void loseRest(Parameters parameters, EditorSettings into) {
    List<EditorCurve.Key> rotation = parameters.keys(5, "");
    boolean isUpright =
        parameters.isOnly(5, Fraction.ZERO)
            || (rotation.size() == 1
                && rotation.getFirst().value().dividedBy(TURN).denominator().bitLength() == 1);
    if (!isUpright) {
      into.lose("Motion", "rotation");
    }
    boolean isCentred =
        parameters.values(6).stream()
            .allMatch(each ->
                TimeReader.number(each.value.path("X")).filter(HALF::equals).isPresent()
                    && TimeReader.number(each.value.path("Y")).filter(HALF::equals).isPresent());
    if (!isCentred) {
      into.lose("Motion", "anchor point");
    }
    if (!parameters.isOnly(7, Fraction.ZERO)) {
      into.lose("Motion", "anti-flicker filter");
    }
    for (int side = 8; side <= 11; side++) {
      if (!parameters.isOnly(side, Fraction.ZERO)) {
        into.lose("Motion", "crop");
      }
    }
  }

  /** The unit of the level stands in no document; it is left out while it is at its default. */
  private static void volume(Parameters parameters, EditorSettings into) {
    boolean isMuted =
        parameters.values(0).stream()
            .anyMatch(each ->
                each.value.asBoolean(false)
                    || TimeReader.number(each.value)
                        .filter(value -> value.signum() != 0)
                        .isPresent());
    if (isMuted && parameters.values(0).size() == 1) {
      into.mute();
    } else if (isMuted) {
      into.lose("Volume", "mute");
    }
    if (!parameters.values(1).isEmpty()) {
      into.lose("Volume", "level");
    }
  }

  private static Optional<RationalTime> time(JsonNode position) {
    Optional<Fraction> value = TimeReader.number(position.path("value"));
    Optional<Fraction> rate =
        TimeReader.number(position.path("rate"))
            .filter(each -> each.signum() > 0)
            .map(_ -> FrameRate.exact(position.path("rate").decimalValue()))
            .filter(each -> each.signum() > 0);
    return value.isPresent() && rate.isPresent()
        ? Optional.of(new RationalTime(value.get().dividedBy(rate.get())))
        : Optional.empty();
  }
}
