package io.patchwork.worker.c2pa;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.TestLineage;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A film of the vectors, stored as the render of a lineage. */
final class StoredFilm {

  private StoredFilm() {}

  /** The end of a render, as the store has it. */
  record End(String end, Result.OfRender result) {}

  static byte[] resource(String name) throws Exception {
    try (InputStream in = StoredFilm.class.getResourceAsStream("/vectors/c2pa/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  static RationalTime at(long numerator, long denominator) {
    return RationalTime.ofSeconds(numerator, denominator);
  }

  static Use seen(String asset, Interval out, Interval source) {
    return seen(asset, out, source, Sha256.of(asset));
  }

  static Use seen(String asset, Interval out, Interval source, Sha256 content) {
    return Use.seen(
        0,
        out,
        new Id(asset),
        content,
        source,
        Box.WHOLE,
        Box.WHOLE,
        List.of(),
        Fraction.ONE,
        Use.RENDERED,
        null);
  }

  static Use heard(String asset, Interval out, Interval source) {
    return Use.unseen(
        Medium.AUDIO, 0, out, new Id(asset), Sha256.of(asset), source, List.of(), Fraction.ONE);
  }

  /** A film of two seconds that is made of some uses; each asset has a maker. */
  static Lineage lineage(String render, List<Use> uses) {
    List<Credit> credits =
        uses.stream()
            .map(Use::asset)
            .distinct()
            .map(asset ->
                new Credit(
                    asset,
                    Sha256.of(asset.value()),
                    List.of(
                        new Contributor(new Id("maker-of-" + asset), "Ana 👩‍🎤 Ørn", "camera")),
                    List.of()))
            .toList();
    return TestLineage.of(
        new RenderRevision(new Id(render), Sha256.of("revision of " + render)),
        at(2, 1),
        new FrameRate(Fraction.of(25)),
        48_000,
        uses,
        List.of(),
        credits,
        List.of(new Contributor(new Id("runner"), null, null)));
  }

  /** A use of two sources, as seen in thirds of a second. */
  static Lineage lineage() {
    List<Use> uses = new ArrayList<>();
    uses.add(seen("va", new Interval(at(0, 1), at(1, 3)), new Interval(at(40, 1), at(121, 3))));
    uses.add(seen("vb", new Interval(at(1, 3), at(2, 1)), new Interval(at(7, 1), at(2, 3))));
    uses.add(seen("va", new Interval(at(1, 1), at(2, 1)), new Interval(at(0, 1), at(1, 1))));
    uses.add(heard("vb", new Interval(at(0, 1), at(2, 1)), new Interval(at(0, 1), at(2, 1))));
    return lineage("film", uses);
  }

  /** Puts a film and its lineage as a finished render. */
  static RenderRevision put(
      ObjectStore store, Lineage lineage, byte[] film, String name, String mediaType) {
    RenderRevision revision = new RenderRevision(lineage.render(), lineage.revision());
    ObjectKey key = StoreLayout.renderOutput(lineage.render(), lineage.revision(), name);
    byte[] document = Json.bytes(lineage);
    ObjectKey documentKey = StoreLayout.lineage(lineage.render(), lineage.revision());
    put(store, key, film, mediaType);
    put(store, documentKey, document, "application/json");
    Result.OfRender result =
        new Result.OfRender(
            lineage.render(),
            lineage.revision(),
            Artifact.document(
                ArtifactRole.RENDER, key.value(), Sha256.of(film), film.length, mediaType),
            List.of(),
            List.of(),
            Artifact.document(
                ArtifactRole.LINEAGE,
                documentKey.value(),
                Sha256.of(document),
                document.length,
                "application/json"),
            null,
            50,
            new Result.SegmentCount(1, 0, 0, 1),
            List.of());
    put(
        store,
        StoreLayout.renderResult(lineage.render(), lineage.revision()),
        Json.bytes(new End("completed", result)),
        "application/json");
    put(
        store,
        StoreLayout.latestRevision(lineage.render()),
        Json.bytes(new LatestRevision(lineage.render(), lineage.revision(), null)),
        "application/json");
    return revision;
  }

  private static void put(ObjectStore store, ObjectKey key, byte[] bytes, String mediaType) {
    store.putIfAbsent(key, Upload.of(bytes, mediaType, Sha256.of(bytes).hex()));
  }
}
