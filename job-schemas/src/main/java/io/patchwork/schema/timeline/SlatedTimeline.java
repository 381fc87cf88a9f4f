package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A timeline without some assets: a clip of one keeps its place and its length, and has no media,
 * no name and no metadata any more. Rendered with placeholders, it shows a slate.
 */
public final class SlatedTimeline {

  /** The name of such a clip, which its slate shows. */
  private static final String NAME = "withdrawn";

  private static final String SCHEMA = "OTIO_SCHEMA";
  private static final String ASSET = "asset:";
  private static final Set<String> SEEN_OR_HEARD = Set.of("Video", "Audio");

  private final Set<Id> assets;

  private SlatedTimeline(Set<Id> assets) {
    this.assets = assets;
  }

  /**
   * Takes assets, and a person's additional credit, out of a document.
   *
   * @param document as {@link OtioJson#read} reads it; it is changed
   * @param person whose credit is taken out; null for nobody's
   */
  public static void take(JsonNode document, Set<Id> assets, @Nullable Id person) {
    SlatedTimeline slated = new SlatedTimeline(assets);
    JsonNode settings = document.path("metadata").path("patchwork");
    if (person != null && settings.path("credits") instanceof ArrayNode credits) {
      credits.removeIf(each -> each.path("id").asString("").equals(person.value()));
    }
    if (settings.path("influences") instanceof ArrayNode influences) {
      influences.removeIf(each -> slated.isOne(each.asString("")));
    }
    slated.walk(document, "Video");
  }

  private boolean isOne(String url) {
    String id = url.startsWith(ASSET) ? url.substring(ASSET.length()) : "";
    return Id.isValid(id) && assets.contains(new Id(id));
  }

  private void walk(JsonNode node, String kindOfTrack) {
    String schema = node.path(SCHEMA).asString("");
    if (schema.startsWith("Clip.") && node instanceof ObjectNode clip && isOfOne(clip)) {
      replace(clip, SEEN_OR_HEARD.contains(kindOfTrack));
      return;
    }
    String kind = schema.startsWith("Track.") ? node.path("kind").asString("") : kindOfTrack;
    node.forEach(child -> walk(child, kind));
  }

  private boolean isOfOne(JsonNode clip) {
    for (JsonNode reference : clip.path("media_references")) {
      String author = reference.path("parameters").path("asset").asString("");
      if (isOne(reference.path("target_url").asString("")) || isOne(ASSET + author)) {
        return true;
      }
    }
    return false;
  }

  private static void replace(ObjectNode clip, boolean hasSlate) {
    JsonNode active =
        clip.path("media_references")
            .path(clip.path("active_media_reference_key").asString(MediaReference.DEFAULT));
    JsonNode available = active.path("available_range");
    clip.put("name", NAME);
    clip.putObject("metadata");
    clip.putArray("markers");
    if (hasSlate) {
      ObjectNode missing = clip.putObject("media_references").putObject(MediaReference.DEFAULT);
      missing.put(SCHEMA, "MissingReference.1");
      missing.set("available_range", available.isMissingNode() ? clip.nullNode() : available);
      clip.put("active_media_reference_key", MediaReference.DEFAULT);
      return;
    }
    // A track of subtitles has no slates.
    if (!clip.path("source_range").isObject() && !available.isMissingNode()) {
      clip.set("source_range", available);
    }
    clip.put(SCHEMA, "Gap.1");
    clip.remove("media_references");
    clip.remove("active_media_reference_key");
  }
}
