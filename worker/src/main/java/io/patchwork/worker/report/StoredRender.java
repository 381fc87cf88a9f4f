package io.patchwork.worker.report;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.absence.Absences;
import io.patchwork.worker.attribution.absence.Evidence;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.evidence.StoredEvidence;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.StoredDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A finished render in the store. */
final class StoredRender {

  private static final int MAX_BYTES = 256 << 20;

  private final ObjectStore store;
  private final RenderRevision revision;

  StoredRender(ObjectStore store, RenderRevision revision) {
    this.store = store;
    this.revision = revision;
  }

  private Optional<byte[]> read(ObjectKey key) {
    return store.read(key, MAX_BYTES).map(ObjectStore.Content::bytes);
  }

  /**
   * The film.
   *
   * @throws Refused if it is not finished
   */
  Result.OfRender result() throws Refused {
    JsonNode end =
        read(StoreLayout.renderResult(revision.render(), revision.revision()))
            .map(Json::tree)
            .orElseThrow(this::isNotFinished);
    if (!end.path("end").asString("").equals("completed")) {
      throw isNotFinished();
    }
    return Json.MAPPER.treeToValue(end.path("result"), Result.OfRender.class);
  }

  private Refused isNotFinished() {
    return new Refused(
        FailureCode.SOURCE_NOT_FOUND,
        "The render " + revision.render() + " is not finished; render it first.");
  }

  /**
   * What its report tells.
   *
   * @throws Refused if it is not finished, or was made before films were composed
   */
  ReportSource source() throws Refused {
    Id render = revision.render();
    Sha256 digest = revision.revision();
    Lineage lineage =
        read(StoreLayout.lineage(render, digest))
            .map(bytes ->
                StoredDocument.parse(StoreLayout.lineage(render, digest), bytes, Lineage.class))
            .orElseThrow(this::isNotFinished);
    Mosaic mosaic =
        read(StoreLayout.mosaic(render, digest))
            .map(bytes ->
                StoredDocument.parse(StoreLayout.mosaic(render, digest), bytes, Mosaic.class))
            .orElseThrow(() ->
                new Refused(
                    FailureCode.SOURCE_NOT_FOUND,
                    "The render "
                        + render
                        + " was made before parts of renders were kept, so nobody's share of a"
                        + " frame is known; render it again, which encodes nothing that is"
                        + " there."));
    TimelineNames timeline =
        read(StoreLayout.renderOutput(render, digest, "timeline.otio"))
            .flatMap(StoredRender::timeline)
            .orElse(TimelineNames.NONE);
    Map<Id, String> names = new TreeMap<>(timeline.files());
    names.values().removeIf(String::isEmpty);
    StoredEvidence stored = new StoredEvidence(store, lineage);
    Evidence evidence = stored.evidence();
    return new ReportSource(
        lineage,
        mosaic,
        timeline.title(),
        names,
        Absences.of(evidence),
        stored.makersOfUnused(evidence));
  }

  private static Optional<TimelineNames> timeline(byte[] otio) {
    try {
      return Optional.of(TimelineNames.of(Json.tree(otio)));
    } catch (JacksonException beyondJson) {
      // A timeline may hold numbers that only OpenTimelineIO writes, infinity for one.
      return Optional.empty();
    }
  }

  /** Copies an object into a file, which is there whole or not at all. */
  void copy(String key, Path to) throws Failure {
    Path part = to.resolveSibling(to.getFileName() + ".part");
    try (InputStream in = store.open(new ObjectKey(key), 0, null)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
