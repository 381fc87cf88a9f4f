package io.patchwork.worker.composition;

import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Timelines of other people's kinds: files of {@code cases/render}, and small ones like them. */
final class CaseTimelines {

  private CaseTimelines() {}

  /** A timeline with the media of the kit. */
  static ResolvedTimeline resolve(String document) throws Exception {
    String assets = document.replaceAll("\"m/([a-z]+)\\.[a-z0-9]+\"", "\"asset:$1\"");
    Timeline timeline = OtioReader.read(assets.getBytes(StandardCharsets.UTF_8));
    return TimelineResolver.resolve(timeline, KitMedia::media, false);
  }

  /** A document of {@code cases/render}. */
  static String document(String name) throws Exception {
    String file = "/cases/render/" + name + ".otio";
    try (InputStream in = CaseTimelines.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A clip whose range is given in seconds. */
  static String clip(String asset, String start, String seconds, String rate) {
    return clip(asset, start, seconds, rate, "");
  }

  static String clip(String asset, String start, String seconds, String rate, String effects) {
    return """
    {"OTIO_SCHEMA":"Clip.2","name":"c","source_range":{"OTIO_SCHEMA":"TimeRange.1",
      "start_time":%s,"duration":%s},"effects":[%s],"media_references":{"DEFAULT_MEDIA":
      {"OTIO_SCHEMA":"ExternalReference.1","target_url":"asset:%s"}}}\
    """
        .formatted(time(start, rate), time(seconds, rate), effects, asset);
  }

  static String time(String seconds, String rate) {
    String value = new BigDecimal(seconds).multiply(new BigDecimal(rate)).toPlainString();
    return "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":" + value + ",\"rate\":" + rate + "}";
  }

  /** A timeline of one track. */
  static String timeline(String kind, String... items) {
    return "{\"OTIO_SCHEMA\":\"Timeline.1\",\"name\":\"t\",\"tracks\":{\"OTIO_SCHEMA\":\"Stack.1\","
        + "\"children\":["
        + track(kind, items)
        + "]}}";
  }

  static String track(String kind, String... items) {
    return "{\"OTIO_SCHEMA\":\"Track.1\",\"kind\":\""
        + kind
        + "\",\"children\":["
        + String.join(",", items)
        + "]}";
  }

  /** A timeline of one clip whose range is given in frames. */
  static String frames(String asset, long start, long frames, String rate) {
    String time = "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":%d,\"rate\":%s}";
    return timeline(
        "Video",
        clip(asset, "0", "1", "1")
            .replace(time("0", "1"), time.formatted(start, rate))
            .replace(time("1", "1"), time.formatted(frames, rate)));
  }

  /** An effect that plays a clip faster, slower or, below 0, in reverse. */
  static String speed(String scalar) {
    return "{\"OTIO_SCHEMA\":\"LinearTimeWarp.1\",\"time_scalar\":" + scalar + "}";
  }
}
