package io.patchwork.worker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** Writes small timelines for tests. */
public final class Otio {

  private final String rate;
  private final List<String> tracks = new ArrayList<>();

  public Otio(String rate) {
    this.rate = rate;
  }

  public Otio track(String kind, String... items) {
    return treated(kind, "", items);
  }

  /**
   * Adds a track.
   *
   * @param treatment what is in {@code metadata.patchwork}, without braces
   */
  public Otio treated(String kind, String treatment, String... items) {
    tracks.add(
        """
        {"OTIO_SCHEMA":"Track.1","kind":"%s","metadata":{"patchwork":{%s}},"children":[%s]}\
        """
            .formatted(kind, treatment, String.join(",", items)));
    return this;
  }

  /** Adds a track as it is written. */
  public Otio raw(String track) {
    tracks.add(track);
    return this;
  }

  public String range(long start, long frames) {
    String time = "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":%d,\"rate\":%s}";
    return "{\"OTIO_SCHEMA\":\"TimeRange.1\",\"start_time\":"
        + time.formatted(start, rate)
        + ",\"duration\":"
        + time.formatted(frames, rate)
        + "}";
  }

  public String clip(String url, long start, long frames) {
    return clip(url, start, frames, "", "");
  }

  /**
   * A clip.
   *
   * @param effects their documents, comma-separated
   * @param treatment what is in {@code metadata.patchwork}, without braces
   */
  public String clip(String url, long start, long frames, String effects, String treatment) {
    return """
    {"OTIO_SCHEMA":"Clip.2","name":"%s","source_range":%s,"effects":[%s],
     "metadata":{"patchwork":{%s}},
     "active_media_reference_key":"DEFAULT_MEDIA","media_references":{"DEFAULT_MEDIA":
      {"OTIO_SCHEMA":"ExternalReference.1","target_url":"%s","available_range":null}}}\
    """
        .formatted(url, range(start, frames), effects, treatment, url);
  }

  /** An item with a marker in its own time. */
  public String marked(String item, long at, String name) {
    String marker =
        "{\"OTIO_SCHEMA\":\"Marker.2\",\"name\":\"%s\",\"marked_range\":%s}"
            .formatted(name, range(at, 0));
    return item.replaceFirst(
        "\"effects\"", Matcher.quoteReplacement("\"markers\":[" + marker + "],\"effects\""));
  }

  public static String speed(String scalar) {
    return "{\"OTIO_SCHEMA\":\"LinearTimeWarp.1\",\"time_scalar\":" + scalar + "}";
  }

  /**
   * An effect of Resolve.
   *
   * @param parameters their documents, comma-separated
   */
  public static String resolve(int type, String name, String parameters) {
    return """
    {"OTIO_SCHEMA":"Effect.1","name":"","effect_name":"Resolve Effect","metadata":{"Resolve_OTIO":
      {"Effect Name":"%s","Enabled":true,"Name":"%s","Parameters":[%s],"Type":%d}}}\
    """
        .formatted(name, name, parameters, type);
  }

  /** A parameter of an effect of Resolve; {@code keys} are members of an object. */
  public static String parameter(String id, String value, String normal, String keys) {
    return """
    {"Parameter ID":"%s","Parameter Value":%s,"Default Parameter Value":%s,
     "Key Frames":{%s},"Variant Type":"Double"}\
    """
        .formatted(id, value, normal, keys);
  }

  /** A drawn picture. */
  public String generator(String kind, String parameters, long frames) {
    return """
    {"OTIO_SCHEMA":"Clip.2","name":"%s","source_range":%s,
     "active_media_reference_key":"DEFAULT_MEDIA","media_references":{"DEFAULT_MEDIA":
      {"OTIO_SCHEMA":"GeneratorReference.1","generator_kind":"%s","parameters":{%s}}}}\
    """
        .formatted(kind, range(0, frames), kind, parameters);
  }

  /**
   * A composition.
   *
   * @param schema {@code Stack} or {@code Track}
   * @param range {@code null} or a range's document
   */
  public static String nested(
      String schema, String range, String effects, String treatment, String... children) {
    return """
    {"OTIO_SCHEMA":"%s.1","name":"nested","kind":"Video","source_range":%s,"effects":[%s],
     "metadata":{"patchwork":{%s}},"children":[%s]}\
    """
        .formatted(schema, range, effects, treatment, String.join(",", children));
  }

  public String gap(long frames) {
    return "{\"OTIO_SCHEMA\":\"Gap.1\",\"source_range\":" + range(0, frames) + "}";
  }

  public String transition(long in, long out) {
    return transition(in, out, "");
  }

  /**
   * A transition.
   *
   * @param options what is in {@code metadata.patchwork}, without braces
   */
  public String transition(long in, long out, String options) {
    String time = "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":%d,\"rate\":%s}";
    return "{\"OTIO_SCHEMA\":\"Transition.1\",\"transition_type\":\"SMPTE_Dissolve\",\"in_offset\":"
        + time.formatted(in, rate)
        + ",\"out_offset\":"
        + time.formatted(out, rate)
        + ",\"metadata\":{\"patchwork\":{"
        + options
        + "}}}";
  }

  public String missing(long frames) {
    return "{\"OTIO_SCHEMA\":\"Clip.2\",\"name\":\"lost\",\"source_range\":"
        + range(0, frames)
        + ",\"media_references\":{\"DEFAULT_MEDIA\":{\"OTIO_SCHEMA\":\"MissingReference.1\"}}}";
  }

  @Override
  public String toString() {
    return "{\"OTIO_SCHEMA\":\"Timeline.1\",\"name\":\"test\",\"tracks\":{\"OTIO_SCHEMA\":"
        + "\"Stack.1\",\"children\":["
        + String.join(",", tracks)
        + "]}}";
  }

  public byte[] bytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }
}
