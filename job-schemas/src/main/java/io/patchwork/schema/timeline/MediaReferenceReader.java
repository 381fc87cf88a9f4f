package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.TimeRange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the media references of an OpenTimelineIO document. */
final class MediaReferenceReader {

  private MediaReferenceReader() {}

  /** The active media reference of a clip. Whatever the others are, nobody needs them. */
  static MediaReference active(JsonNode clip, String path) throws InvalidTimeline {
    String key = clip.path("active_media_reference_key").asString(MediaReference.DEFAULT);
    JsonNode node = clip.path("media_references").path(key);
    if (node.isMissingNode() || node.isNull()) {
      boolean isNamed = !clip.path("media_references").isEmpty();
      String why =
          isNamed ? "its active media reference \"" + key + "\" is not there" : "it has no media";
      return new MediaReference.Missing(why, null);
    }
    OtioSchema schema = OtioSchema.of(node, path);
    @Nullable TimeRange available = TimeReader.usableRange(node.path("available_range"));
    return switch (schema.name()) {
      case "ExternalReference" ->
          new MediaReference.External(node.path("target_url").asString(""), available);
      case "MissingReference" ->
          new MediaReference.Missing("its media is missing in the editor, too", available);
      case "GeneratorReference" -> generator(node, available, path);
      case "ImageSequenceReference" -> sequence(node, path);
      default -> new MediaReference.Other(schema.name(), available);
    };
  }

  private static MediaReference generator(JsonNode node, @Nullable TimeRange available, String path)
      throws InvalidTimeline {
    String kind = node.path("generator_kind").asString("");
    JsonNode parameters = node.path("parameters");
    return switch (kind) {
      case Title.KIND ->
          new MediaReference.TitleReference(
              TitleReader.title(parameters, path), author(parameters), available);
      case Title.CREDITS ->
          new MediaReference.Credits(TitleReader.credits(parameters, path), available);
      default -> new MediaReference.Generator(kind, parameters, available);
    };
  }

  /** An image sequence. */
  static MediaReference.ImageSequence sequence(JsonNode node, String path) throws InvalidTimeline {
    JsonNode rate = node.path("rate");
    int step = node.path("frame_step").asInt(1);
    int padding = node.path("frame_zero_padding").asInt(0);
    if (!TimeReader.isFinite(rate)
        || rate.decimalValue().signum() <= 0
        || !TimeReader.isBounded(rate.decimalValue())
        || step <= 0
        || padding > 32) {
      throw InvalidTimeline.broken(
          "The image sequence of "
              + path
              + " needs a rate and a step above 0; correct them in the editor or the script that"
              + " wrote the timeline.");
    }
    try {
      return new MediaReference.ImageSequence(
          node.path("target_url_base").asString(""),
          node.path("name_prefix").asString(""),
          node.path("name_suffix").asString(""),
          node.path("start_frame").asLong(1),
          step,
          FrameRate.nearest(rate.decimalValue()),
          padding,
          node.path("missing_frame_policy").asString("error").equals("hold"),
          TimeReader.usableRange(node.path("available_range")));
    } catch (IllegalArgumentException e) {
      throw InvalidTimeline.broken(
          "The image sequence of "
              + path
              + " has "
              + e.getMessage()
              + "; correct it in the editor or the script that wrote the timeline.");
    }
  }

  /** The asset whose words a title shows; the schema has checked its form. */
  private static @Nullable Id author(JsonNode parameters) {
    return parameters.has("asset") ? new Id(parameters.path("asset").asString()) : null;
  }
}
