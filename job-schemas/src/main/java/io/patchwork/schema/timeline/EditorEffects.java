package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.EditorTransform.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what editors write of their own effects and channels into metadata: as treatments where
 * there are such, by name where not. What {@code metadata.patchwork} says of an item goes first.
 */
final class EditorEffects {

  private static final String RESOLVE = "Resolve_OTIO";
  private static final String PREMIERE = "PremierePro_OTIO";
  private static final int MAX_SIDE = 100_000;
  private static final int MAX_CHANNELS = 64;

  private final Unit.@Nullable Pixels sequence;

  /** A reader of the items of a timeline. */
  EditorEffects(JsonNode timeline) {
    this.sequence = sequence(timeline);
  }

  private static Unit.@Nullable Pixels sequence(JsonNode timeline) {
    JsonNode size = timeline.path("tracks").path("metadata").path(PREMIERE).path("VideoResolution");
    int width = size.path("width").asInt(0);
    int height = size.path("height").asInt(0);
    boolean isSize = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
    return isSize ? new Unit.Pixels(width, height) : null;
  }

  /**
   * An item's treatment and effects.
   *
   * @param effects those that are not an editor's own
   */
  record Reading(Treatment treatment, List<Effect> effects) {}

  /**
   * Reads an item.
   *
   * @param own its treatment by {@code metadata.patchwork}
   * @param warps its time warps
   * @param range its source range
   * @param film frame rate of the film, for keys that are counted in frames
   */
  Reading read(
      JsonNode item, Treatment own, List<Effect> warps, @Nullable TimeRange range, FrameRate film) {
    EditorSettings settings = new EditorSettings();
    List<Effect> effects = new ArrayList<>(warps);
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode effect : item.path("effects")) {
      if (effect.path("enabled").asBoolean(true) && !isTimeWarp(effect)) {
        others.add(effect);
      }
    }
    for (JsonNode effect : others) {
      JsonNode metadata = effect.path("metadata");
      if (metadata.path(PREMIERE).isObject()) {
        PremiereEffects.read(metadata.path(PREMIERE), name(effect), sequence, settings);
      }
    }
    TimeRange used = range == null ? available(item) : range;
    Fraction speed = speed(warps);
    settings.retime(curve -> inItem(curve, used.start(), used.duration(), speed));
    for (JsonNode effect : others) {
      JsonNode metadata = effect.path("metadata");
      if (metadata.path(RESOLVE).isObject()) {
        ResolveEffects.read(
            metadata.path(RESOLVE), name(effect), rate(item, film).perSecond(), settings);
      } else if (!metadata.path(PREMIERE).isObject()) {
        effects.add(new Effect.Other(name(effect)));
      }
    }
    effects.addAll(settings.lost());
    return new Reading(
        settings.within(own, item.path("metadata").path("patchwork"), channels(item)), effects);
  }

  static boolean isTimeWarp(JsonNode effect) {
    String schema = effect.path("OTIO_SCHEMA").asString("");
    return schema.startsWith("LinearTimeWarp.") || schema.startsWith("FreezeFrame.");
  }

  /** The name that people see. */
  private static String name(JsonNode effect) {
    String name = effect.path("effect_name").asString("");
    String schema = effect.path("OTIO_SCHEMA").asString("");
    return name.isEmpty() ? schema.replaceAll("\\..*", "") : name;
  }

  /** The rate that Resolve counts keys by: that of the clip's range, which it writes in frames. */
  private static FrameRate rate(JsonNode item, FrameRate film) {
    JsonNode rate = item.path("source_range").path("duration").path("rate");
    if (TimeReader.number(rate).filter(each -> each.signum() > 0).isEmpty()) {
      return film;
    }
    Fraction perSecond = FrameRate.exact(rate.decimalValue());
    return perSecond.signum() > 0 && new FrameRate(perSecond).isOfPictures()
        ? new FrameRate(perSecond)
        : film;
  }

  private static Fraction speed(List<Effect> warps) {
    return warps.stream()
        .filter(Effect.TimeWarp.class::isInstance)
        .map(warp -> ((Effect.TimeWarp) warp).speed())
        .reduce(Fraction.ONE, Fraction::times);
  }

  /** The range of an item without a source range; where there is none either, no time at zero. */
  private static TimeRange available(JsonNode item) {
    JsonNode media =
        item.path("media_references")
            .path(item.path("active_media_reference_key").asString(MediaReference.DEFAULT));
    @Nullable TimeRange available = TimeReader.usableRange(media.path("available_range"));
    return available == null ? new TimeRange(RationalTime.ZERO, RationalTime.ZERO) : available;
  }

  /** A curve in media time as one that counts from the item's start. */
  private static Curve inItem(
      Curve curve, RationalTime start, RationalTime length, Fraction speed) {
    if (speed.signum() == 0 || curve.isConstant()) {
      return Curve.constant(curve.at(start));
    }
    Fraction factor = Fraction.ONE.dividedBy(speed);
    RationalTime first = speed.signum() < 0 ? length : RationalTime.ZERO;
    List<Curve.Key> keys =
        curve.keys().stream()
            .map(key -> new Curve.Key(first.plus(key.at().minus(start).times(factor)), key.value()))
            .toList();
    return new Curve(speed.signum() < 0 ? keys.reversed() : keys);
  }

  /** The channels of its media that a clip plays; none where the document names none. */
  private static List<SourceChannel> channels(JsonNode item) {
    List<SourceChannel> channels = new ArrayList<>();
    for (JsonNode channel : item.path("metadata").path(RESOLVE).path("Channels")) {
      add(channel.path("Source Track ID"), channel.path("Source Channel ID"), channels);
    }
    JsonNode premiere = item.path("metadata").path(PREMIERE).path("AudioChannels");
    for (JsonNode channel : premiere.path("SecondaryAssignments")) {
      add(null, channel.path("SecondaryChannelIndex"), channels);
    }
    return channels.size() <= MAX_CHANNELS ? channels : List.of();
  }

  private static void add(
      @Nullable JsonNode track, JsonNode channel, List<SourceChannel> channels) {
    int number = channel.asInt(-1);
    if (number >= 0) {
      channels.add(new SourceChannel(track == null ? 0 : Math.max(0, track.asInt(0)), number));
    }
  }
}
