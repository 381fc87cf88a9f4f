package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.timeline.NamedAssets;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.render.LineageVersions;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The renders of a store, and the timelines that they were made of. */
final class RenderedTimelines {

  private static final int MAX_BYTES = 256 << 20;
  private static final String LATEST = "/latest.json";

  private RenderedTimelines() {}

  /** The latest revision of a render. */
  static Optional<LatestRevision> latest(ObjectStore store, Id render) {
    return store
        .read(StoreLayout.latestRevision(render), MAX_BYTES)
        .map(content -> Json.read(content.bytes(), LatestRevision.class));
  }

  /** The lineage of a revision, once it is rendered, as it was corrected last. */
  static Optional<Lineage> lineage(ObjectStore store, LatestRevision revision) {
    return new LineageVersions(store)
        .latest(new RenderRevision(revision.render(), revision.revision()))
        .map(LineageVersions.Version::lineage);
  }

  /** The latest revisions of all renders, the newest first; reads the names of all objects. */
  static List<LatestRevision> all(ObjectStore store) {
    try (Stream<StoredObject> objects = store.list(StoreLayout.RENDERS)) {
      return objects
          .filter(object -> object.key().value().endsWith(LATEST))
          .sorted(Comparator.comparing(StoredObject::modified).reversed())
          .flatMap(object -> store.read(object.key(), MAX_BYTES).stream())
          .map(content -> Json.read(content.bytes(), LatestRevision.class))
          .toList();
    }
  }

  /** The name of the timeline of a revision. */
  static Optional<String> name(ObjectStore store, LatestRevision revision) {
    return timeline(store, revision.render(), revision.revision())
        .map(timeline -> timeline.path("name").asString(""));
  }

  private static Optional<JsonNode> timeline(
      ObjectStore store, Id render, io.patchwork.schema.id.Sha256 revision) {
    ObjectKey key = StoreLayout.renderOutput(render, revision, "timeline.otio");
    try {
      return store.read(key, MAX_BYTES).map(content -> Json.tree(content.bytes()));
    } catch (JacksonException beyondJson) {
      // A timeline may hold numbers that only OpenTimelineIO writes, infinity for one.
      return Optional.empty();
    }
  }

  /** The names of the files that a render's assets were made of, where its timeline has them. */
  static Map<Id, String> fileNames(ObjectStore store, Lineage lineage) {
    Map<Id, String> names = new HashMap<>();
    timeline(store, lineage.render(), lineage.revision())
        .ifPresent(timeline -> names.putAll(NamedAssets.of(timeline).names()));
    names.values().removeIf(String::isEmpty);
    return names;
  }
}
