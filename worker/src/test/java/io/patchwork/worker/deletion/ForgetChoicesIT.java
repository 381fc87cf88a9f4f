package io.patchwork.worker.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.deletion.DeletionReport.HeldRender;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Frames;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.client.EventFeed;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.render.CreditCorrection;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people decide when something is forgotten that is not of one person alone. */
@Timeout(120)
final class ForgetChoicesIT {

  private static final Otio OTIO = new Otio("25");

  @TempDir private Path temp;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(temp, Map.of());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void ingest(String asset, Path file, String... people) throws Exception {
    TestCluster.asset(
        cluster.run(
            new Ingest(
                new Id(asset),
                cluster.upload(file),
                Stream.of(people).map(each -> new Contributor(new Id(each), each, null)).toList(),
                List.of(),
                null,
                null,
                TestCluster.SMALL)));
  }

  private Path video(String name, int hertz) throws Exception {
    return TestMedia.video(temp.resolve(name + ".mp4"), 2, "320x180", "25", hertz);
  }

  private Result.OfRender film(String id, String... items) throws Exception {
    Otio timeline = new Otio("25");
    timeline.track("Video", items);
    return TestCluster.film(cluster.render(id, timeline.bytes(), "preview"));
  }

  private static Forget asset(String id, Forget.@Nullable OfRenders renders) {
    return new Forget(new Id(id), null, renders, null, null, null);
  }

  private DeletionReport forget(Forget request) throws Exception {
    JobEvent end = cluster.run(request);
    if (end instanceof JobEvent.Completed(var _, Result.OfDeletion result, var _)) {
      return Json.read(
          cluster.store().read(new ObjectKey(result.report().key()), 1 << 24).orElseThrow().bytes(),
          DeletionReport.class);
    }
    throw new AssertionError(end);
  }

  @Test
  void aRenderIsMadeAnewWithASlateAndKeepsTheSegmentsOfOthers() throws Exception {
    ingest("a", video("a", 440), "ana");
    ingest("b", video("b", 660), "bo");
    Result.OfRender before =
        film(
            "film",
            OTIO.clip("asset:b", 0, 50),
            OTIO.clip("asset:a", 0, 50),
            OTIO.clip("asset:b", 0, 50));

    Result.OfRender after;
    DeletionReport report;
    try (EventFeed feed = EventFeed.ofAll(cluster.queue())) {
      report = forget(asset("a", Forget.OfRenders.PLACEHOLDER));
      after = next(feed);
    }

    assertThat(report.renders())
        .extracting(HeldRender::outcome)
        .containsExactly(HeldRender.Outcome.RENDERED_ANEW);
    assertThat(after.frameCount()).isEqualTo(150);
    assertThat(after.segments().reused()).isPositive();
    Lineage lineage =
        Json.read(
            cluster
                .store()
                .read(new ObjectKey(after.lineage().key()), 1 << 24)
                .orElseThrow()
                .bytes(),
            Lineage.class);
    assertThat(lineage.credits()).extracting(Credit::asset).containsExactly(new Id("b"));
    Path film = cluster.fetch(after.output().key(), temp.resolve("anew.mp4"));
    Frames frames = Frames.of(film);
    // A slate is dark at its corners; the picture of the others is not.
    assertThat(frames.luma(75, 64, 36, 0, 0)).isBetween(53, 61);
    assertThat(cluster.store().head(new ObjectKey(before.output().key()))).isEmpty();
  }

  /** The result of the next render that ends. */
  private static Result.OfRender next(EventFeed feed) throws Exception {
    while (true) {
      JobEvent event = feed.next(Duration.ofSeconds(60)).orElseThrow();
      if (event instanceof JobEvent.Completed(var _, Result.OfRender result, var _)) {
        return result;
      }
    }
  }

  @Test
  void anAssetOfTwoIsDeletedOnlyIfSomebodySaysSo() throws Exception {
    ingest("common", video("a", 440), "ana", "bo");
    Forget undecided = new Forget(null, new Id("ana"), null, null, null, null);

    JobEvent.Failed failed = TestCluster.failure(cluster.run(undecided));

    assertThat(failed.code()).isEqualTo(FailureCode.DECISION_NEEDED);
    assertThat(failed.message()).contains("common").contains("shared");
    DeletionReport kept =
        forget(new Forget(null, new Id("ana"), null, Forget.Choice.KEEP, null, null));
    assertThat(kept.kept()).anyMatch(each -> each.what().equals("assets/common/"));
    assertThat(new Manifests(cluster.store()).find(new Id("common"))).isPresent();
    forget(new Forget(null, new Id("ana"), null, Forget.Choice.DELETE, null, null));
    assertThat(new Manifests(cluster.store()).find(new Id("common"))).isEmpty();
  }

  @Test
  void aFilmInAFilmIsFoundThroughBoth() throws Exception {
    ingest("a", video("a", 440), "ana");
    ingest("b", video("b", 660), "bo");
    Result.OfRender inner = film("inner", OTIO.clip("asset:a", 0, 50));
    ingest("copy", cluster.fetch(inner.output().key(), temp.resolve("copy.mp4")), "editor");
    film("outer", OTIO.clip("asset:copy", 0, 25), OTIO.clip("asset:b", 0, 25));
    film("outermost", OTIO.clip("asset:b", 0, 25));

    DeletionReport report =
        forget(new Forget(new Id("a"), null, null, Forget.Choice.DELETE, null, null));

    assertThat(report.renders())
        .extracting(held -> held.render().value())
        .containsExactlyInAnyOrder("inner", "outer");
    assertThat(new Manifests(cluster.store()).find(new Id("copy"))).isEmpty();
    assertThat(new StoredRevisions(cluster.store()).latest(new Id("outermost"))).isPresent();
  }

  @Test
  void aRemixThatSomebodyDeclaredIsToldAndStays() throws Exception {
    ingest("a", video("a", 440), "ana");
    TestCluster.asset(
        cluster.run(
            new Ingest(
                new Id("remix"),
                cluster.upload(video("b", 660)),
                List.of(new Contributor(new Id("bo"), null, null)),
                List.of(new Id("a")),
                null,
                null,
                TestCluster.SMALL)));

    DeletionReport report = forget(asset("a", null));

    assertThat(report.kept())
        .anyMatch(
            each -> each.what().equals("assets/remix/") && each.why().contains("made from a"));
    assertThat(new Manifests(cluster.store()).find(new Id("remix"))).isPresent();
  }

  private static Forget person(String id) {
    return new Forget(null, new Id(id), null, null, null, null);
  }

  @Test
  void anEarlierContentThatWasByThePersonAloneGoes() throws Exception {
    Path hers = video("hers", 440);
    ingest("x", hers, "ana");
    ingest("x", video("his", 660), "bo");
    Sha256 content = Sha256.of(Files.readAllBytes(hers));
    assertThat(keys(StoreLayout.assetContents(new Id("x"), content))).isNotEmpty();

    forget(person("ana"));

    assertThat(keys(StoreLayout.assetContents(new Id("x"), content))).isEmpty();
    assertThat(keys(StoreLayout.facts(content))).isEmpty();
    AssetManifest manifest = new Manifests(cluster.store()).get(new Id("x")).manifest();
    assertThat(manifest.contributors()).extracting(Contributor::id).containsExactly(new Id("bo"));
    assertThat(manifest.artifacts())
        .allMatch(each -> cluster.store().head(new ObjectKey(each.key())).isPresent());
  }

  private List<String> keys(String prefix) {
    try (Stream<StoredObject> objects = cluster.store().list(prefix)) {
      return objects.map(each -> each.key().value()).toList();
    }
  }

  @Test
  void aFilmWhoseCreditsWereCorrectedStaysAndIsTold() throws Exception {
    ingest("m", video("m", 440), "ana");
    Result.OfRender film = film("film", OTIO.clip("asset:m", 0, 50));
    CreditCorrection correction = new CreditCorrection(cluster.store());
    List<Contributor> bo = List.of(new Contributor(new Id("bo"), "bo", null));
    correction.name(new Id("m"), bo, null);
    correction.correct(new Id("m"));

    DeletionReport report = forget(person("ana"));

    assertThat(report.renders()).isEmpty();
    assertThat(cluster.store().head(new ObjectKey(film.output().key()))).isPresent();
    assertThat(report.kept())
        .anyMatch(
            each -> film.lineage().key().startsWith(each.what()) && each.why().contains("evidence"))
        .anyMatch(each -> each.what().equals(StoreLayout.usesOfPerson(new Id("ana"))));
    // Nobody names her again by a correction.
    assertThatThrownBy(() ->
            correction.name(
                new Id("m"), List.of(new Contributor(new Id("ana"), "ana", null)), null))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.FORGOTTEN));
  }
}
