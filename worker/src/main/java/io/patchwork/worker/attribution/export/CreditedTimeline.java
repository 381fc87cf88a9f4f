package io.patchwork.worker.attribution.export;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.composition.ClipPlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The timeline of a finished render, as OpenTimelineIO, in which each clip of an asset says what
 * the lineage says of it ({@code metadata.patchwork.lineage}). It renders as it did.
 *
 * @param document upgraded to current OTIO schema versions
 * @param unplaced uses that no clip of it can have made
 */
public record CreditedTimeline(JsonNode document, List<Use> unplaced) {

  private static final String PATCHWORK = "patchwork";
  private static final String LINEAGE = "lineage";
  private static final String MEDIA = "media_references";
  private static final String ASSET = "asset:";

  public CreditedTimeline {
    unplaced = List.copyOf(unplaced);
  }

  /**
   * The same document with the number of each clip as its name, so that its place can be told, and
   * with titles as clips of the asset whose words they show.
   */
  public static JsonNode numbered(JsonNode timeline) {
    JsonNode copy = timeline.deepCopy();
    forEachClip(
        copy,
        (clip, number) -> {
          clip.put("name", Integer.toString(number));
          clip.path(MEDIA).properties().forEach(each -> showWords(each.getValue()));
        });
    return copy;
  }

  private static void showWords(JsonNode media) {
    String words = words(media);
    if (media instanceof ObjectNode reference && !words.isEmpty()) {
      reference.put("OTIO_SCHEMA", "ExternalReference.1");
      reference.put("target_url", ASSET + words);
    }
  }

  /** The asset whose words a title shows; empty for anything else. */
  private static String words(JsonNode media) {
    return media.path("generator_kind").asString("").equals("Title")
        ? media.path("parameters").path("asset").asString("")
        : "";
  }

  /**
   * The timeline with what a lineage says.
   *
   * @param timeline the document that was rendered; it is not changed
   * @param places of the clips of {@link #numbered}
   */
  public static CreditedTimeline of(JsonNode timeline, Lineage lineage, List<ClipPlace> places) {
    JsonNode document = timeline.deepCopy();
    Map<String, Id> assets = new HashMap<>();
    places.forEach(place -> assets.putIfAbsent(place.clip(), place.asset()));
    ClipUses uses = new ClipUses(lineage, reading(timeline, places), handles(timeline));
    Map<Id, AssetContent> contents = new HashMap<>();
    lineage.credits().forEach(credit -> contents.putIfAbsent(credit.asset(), credit.content()));
    lineage.uses().forEach(use -> contents.put(use.asset(), use.content()));
    Map<AssetContent, Credit> credits = new HashMap<>();
    lineage.credits().forEach(credit -> credits.put(credit.content(), credit));
    forEachClip(
        document,
        (clip, number) -> {
          String name = Integer.toString(number);
          Id asset = assets.get(name);
          Credit credit = asset == null ? null : credits.get(contents.get(asset));
          if (credit == null) {
            // What it says is of an earlier render.
            if (clip.path("metadata").path(PATCHWORK) instanceof ObjectNode own) {
              own.remove(LINEAGE);
            }
          } else {
            own(own(clip, "metadata"), PATCHWORK)
                .set(
                    LINEAGE,
                    Json.MAPPER.valueToTree(lineage(lineage, credit, name, uses, credits)));
          }
        });
    return new CreditedTimeline(document, uses.unplaced());
  }

  /** The places with those of titles as places of words. */
  private static List<ClipPlace> reading(JsonNode timeline, List<ClipPlace> places) {
    Set<String> titles = new HashSet<>();
    forEachClip(
        timeline,
        (clip, number) -> {
          String key = clip.path("active_media_reference_key").asString("DEFAULT_MEDIA");
          if (!words(clip.path(MEDIA).path(key)).isEmpty()) {
            titles.add(Integer.toString(number));
          }
        });
    return places.stream()
        .map(place -> titles.contains(place.clip()) ? of(Medium.TEXT, place) : place)
        .toList();
  }

  /** The clips that a transition leads to or away from, themselves or what is around them. */
  private static ClipUses.Handles handles(JsonNode timeline) {
    Set<ObjectNode> before = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<ObjectNode> behind = Collections.newSetFromMap(new IdentityHashMap<>());
    addHandles(timeline.path("tracks"), before, behind);
    return new ClipUses.Handles(numbers(timeline, before), numbers(timeline, behind));
  }

  private static Set<String> numbers(JsonNode timeline, Set<ObjectNode> clips) {
    Set<String> numbers = new HashSet<>();
    forEachClip(
        timeline,
        (clip, number) -> {
          if (clips.contains(clip)) {
            numbers.add(Integer.toString(number));
          }
        });
    return numbers;
  }

  private static void addHandles(JsonNode node, Set<ObjectNode> before, Set<ObjectNode> behind) {
    JsonNode children = node.path("children");
    for (int i = 0; i < children.size(); i++) {
      if (isOf(children.path(i), "Transition.")) {
        behind.addAll(clips(children.path(i - 1)));
        before.addAll(clips(children.path(i + 1)));
      }
      addHandles(children.path(i), before, behind);
    }
  }

  private static boolean isOf(JsonNode node, String schema) {
    return node.path("OTIO_SCHEMA").asString("").startsWith(schema);
  }

  private static ClipPlace of(Medium medium, ClipPlace place) {
    return new ClipPlace(
        medium,
        place.asset(),
        place.clip(),
        place.out(),
        place.source(),
        place.state(),
        place.mediaLength());
  }

  /** The object under a name, made where there is none. */
  private static ObjectNode own(ObjectNode node, String name) {
    return node.path(name) instanceof ObjectNode there ? there : node.putObject(name);
  }

  private static void forEachClip(JsonNode timeline, ObjIntConsumer<ObjectNode> each) {
    List<ObjectNode> clips = clips(timeline.path("tracks"));
    for (int i = 0; i < clips.size(); i++) {
      each.accept(clips.get(i), i);
    }
  }

  /** An item that is a clip, and all clips in it, in order of the document. */
  private static List<ObjectNode> clips(JsonNode item) {
    List<ObjectNode> clips = new ArrayList<>();
    addClips(item, clips);
    return clips;
  }

  private static void addClips(JsonNode node, List<ObjectNode> clips) {
    if (node instanceof ObjectNode clip && isOf(clip, "Clip.")) {
      clips.add(clip);
    }
    node.path("children").forEach(child -> addClips(child, clips));
  }

  private static ClipLineage lineage(
      Lineage lineage,
      Credit credit,
      String clip,
      ClipUses uses,
      Map<AssetContent, Credit> credits) {
    Map<AssetContent, List<Use>> through = new TreeMap<>();
    uses.through(clip)
        .forEach(use -> through.computeIfAbsent(use.content(), any -> new ArrayList<>()).add(use));
    return new ClipLineage(
        lineage.render(),
        lineage.revision(),
        credit.asset(),
        credit.sha256(),
        ClipLineage.Person.of(credit.contributors()),
        ClipLineage.Person.of(credit.nestedContributors()),
        uses.of(clip).stream().sorted(ClipUses.ORDER).map(ClipLineage.ClipUse::of).toList(),
        through.entrySet().stream()
            .map(each -> nested(each.getKey(), each.getValue(), credits))
            .toList());
  }

  private static ClipLineage.Nested nested(
      AssetContent asset, List<Use> uses, Map<AssetContent, Credit> credits) {
    Credit credit = credits.get(asset);
    return new ClipLineage.Nested(
        asset.asset(),
        asset.sha256(),
        credit == null ? List.of() : ClipLineage.Person.of(credit.contributors()),
        uses.stream().map(ClipLineage.ClipUse::of).toList());
  }
}
