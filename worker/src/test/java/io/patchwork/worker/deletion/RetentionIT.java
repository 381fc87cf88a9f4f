package io.patchwork.worker.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.deletion.DeletionReport.Deletion;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Retention;
import io.patchwork.schema.job.Retention.DeleteAfterDays;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a policy lets go after everything in a store has become a hundred days old. */
@Timeout(180)
final class RetentionIT {

  private static final Otio OTIO = new Otio("25");
  private static final DeleteAfterDays ALL = new DeleteAfterDays(30, 30, 30, 30, 30, 7, 60, 30);

  @TempDir static Path temp;
  private static TestCluster cluster;
  private static Set<String> before;
  private static Set<String> reachedBefore;
  private static DeletionReport dryRun;
  private static DeletionReport report;
  private static Set<String> after;
  private static Result.OfRender old;
  private static Result.OfRender current;
  private static Result.OfRender copied;

  @BeforeAll
  static void letTimePass() throws Exception {
    cluster = new TestCluster(temp, Map.of());
    cluster.ingest("a", video("a", 440), TestCluster.SMALL);
    // The asset gets another content; the first is in a film that stays, the second in none.
    cluster.ingest("b", video("b1", 660), TestCluster.SMALL);
    film("of-b", title("Kept"), OTIO.clip("asset:b", 0, 25));
    cluster.ingest("b", video("b2", 700), TestCluster.SMALL);
    cluster.ingest("b", video("b3", 720), TestCluster.SMALL);
    old = film("film", title("Old"), OTIO.clip("asset:a", 0, 25));
    current = film("film", title("New"), OTIO.clip("asset:a", 10, 25));
    // An earlier revision whose film is an asset: its lineage says who is in that.
    copied = film("again", title("First"), OTIO.clip("asset:a", 5, 25));
    film("again", title("Second"), OTIO.clip("asset:a", 15, 25));
    cluster.ingest(
        "copy", cluster.fetch(copied.output().key(), temp.resolve("copy.mp4")), TestCluster.SMALL);
    put("chunks/left-over/1/video.mp4");
    put(StoreLayout.segment(Sha256.of("nobody's"), "mp4").value());
    age();
    // Young ones stay, whatever reaches them.
    put(StoreLayout.segment(Sha256.of("new"), "mp4").value());
    before = keys();
    reachedBefore = reached();
    dryRun = run(true);
    assertThat(keys()).containsAll(before);
    report = run(false);
    after = keys();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Path video(String name, int hertz) throws Exception {
    return TestMedia.video(temp.resolve(name + ".mp4"), 2, "320x180", "25", hertz);
  }

  private static String title(String text) {
    return OTIO.generator("Title", "\"text\":\"" + text + "\"", 25);
  }

  private static Result.OfRender film(String id, String... items) throws Exception {
    Otio timeline = new Otio("25");
    timeline.track("Video", items);
    return TestCluster.film(cluster.render(id, timeline.bytes(), "preview"));
  }

  private static void put(String key) {
    byte[] bytes = {1};
    cluster
        .store()
        .putIfAbsent(
            new ObjectKey(key),
            Upload.of(bytes, "application/octet-stream", Sha256.of(bytes).hex()));
  }

  /** Makes all that is in the store a hundred days old. */
  private static void age() throws Exception {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(100)));
    try (Stream<Path> files = Files.walk(cluster.folder().resolve("store"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }

  private static Set<String> keys() {
    try (Stream<StoredObject> objects = cluster.store().list("")) {
      return objects
          .map(object -> object.key().value())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** All that current manifests and the plans of current revisions reach. */
  private static Set<String> reached() throws Exception {
    Set<String> reached = new TreeSet<>();
    Manifests manifests = new Manifests(cluster.store());
    for (String asset : List.of("a", "b", "copy")) {
      var manifest = manifests.get(new Id(asset));
      reached.add(manifest.key().value());
      manifest.manifest().artifacts().stream().map(Artifact::key).forEach(reached::add);
    }
    StoredRevisions revisions = new StoredRevisions(cluster.store());
    for (String render : List.of("film", "again", "of-b")) {
      RenderRevision of = revisions.latest(new Id(render)).orElseThrow();
      revisions.objects(of).forEach(object -> reached.add(object.key().value()));
      StoredRevisions.reached(revisions.plan(of).orElseThrow())
          .forEach(key -> reached.add(key.value()));
    }
    return reached;
  }

  private static DeletionReport run(boolean isDryRun) throws Exception {
    JobEvent end = cluster.run(new Retention(ALL, isDryRun));
    if (end instanceof JobEvent.Completed(var _, Result.OfDeletion result, var _)) {
      return Json.read(
          cluster.store().read(new ObjectKey(result.report().key()), 1 << 24).orElseThrow().bytes(),
          DeletionReport.class);
    }
    throw new AssertionError(end);
  }

  private static Set<String> deleted() {
    return report.deleted().stream().map(Deletion::key).collect(Collectors.toSet());
  }

  @Test
  void whatTheDryRunShowsIsGoneAndNothingElse() {
    assertThat(dryRun.deleted()).isNotEmpty().hasSameElementsAs(report.deleted());
    Set<String> gone = new TreeSet<>(before);
    gone.removeAll(after);
    assertThat(gone).isEqualTo(new TreeSet<>(deleted()));
  }

  @Test
  void nothingThatAManifestOrAPlanReachesIsDeleted() {
    assertThat(deleted()).doesNotContainAnyElementsOf(reachedBefore);
    assertThat(after).containsAll(reachedBefore);
  }

  @Test
  void whatNothingReachesIsDeletedByItsAge() {
    assertThat(deleted())
        .contains(
            "chunks/left-over/1/video.mp4",
            StoreLayout.segment(Sha256.of("nobody's"), "mp4").value(),
            old.output().key())
        .doesNotContain(
            StoreLayout.segment(Sha256.of("new"), "mp4").value(), current.output().key())
        .anyMatch(key -> key.startsWith(StoreLayout.TEXT))
        .anyMatch(key -> key.startsWith(StoreLayout.JOBS));
  }

  @Test
  void aRevisionWhoseFilmIsAnAssetIsKept() {
    assertThat(deleted()).doesNotContain(copied.output().key(), copied.lineage().key());
    assertThat(report.kept()).anyMatch(kept -> kept.why().contains("copy is its film"));
  }

  @Test
  void anEarlierContentGoesUnlessAFilmThatStaysHasIt() throws Exception {
    String first = Sha256.of(Files.readAllBytes(temp.resolve("b1.mp4"))).hex();
    String second = Sha256.of(Files.readAllBytes(temp.resolve("b2.mp4"))).hex();

    assertThat(deleted())
        .noneMatch(key -> key.startsWith("assets/b/" + first))
        .anyMatch(key -> key.startsWith("assets/b/" + second))
        .anyMatch(key -> key.startsWith("facts/" + second))
        .noneMatch(key -> key.startsWith("facts/" + first));
  }

  @Test
  void whatWasRenderedIsRenderedAgainFromWhatIsLeft() throws Exception {
    Result.OfRender again = film("anew", title("New"), OTIO.clip("asset:a", 10, 25));

    // Text that is used again is young again, so that a retention beside a planning misses it.
    ObjectKey title =
        StoredRevisions.reached(
                new StoredRevisions(cluster.store())
                    .plan(new RenderRevision(again.render(), again.revision()))
                    .orElseThrow())
            .stream()
            .filter(key -> key.value().startsWith(StoreLayout.TEXT))
            .findFirst()
            .orElseThrow();
    assertThat(cluster.store().head(title).orElseThrow().modified())
        .isAfter(Instant.now().minus(Duration.ofHours(1)));
    assertThat(again.segments().rendered()).isZero();
    assertThat(again.frameCount()).isEqualTo(current.frameCount());
  }
}
