package io.patchwork.worker.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.deletion.DeletionReport.Deletion;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.job.Transcode;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.Otio;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.TestProposal;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.drafting.RecordedProposals;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.ledger.Handles;
import io.patchwork.worker.ledger.KeyFiles;
import io.patchwork.worker.ledger.Ledger;
import io.patchwork.worker.ledger.LedgerKey;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.ledger.StatementCheck;
import io.patchwork.worker.ledger.StatementVerifier;
import io.patchwork.worker.ledger.StatementWriter;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.Tombstones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person is forgotten who is in three assets and two renders, one of the assets equal in bytes to
 * somebody else's; through a real broker and a real S3 API.
 */
@Timeout(180)
final class ForgetIT {

  private static final String PERSON = "anna-quux";
  private static final String NAME = "Annabel Quux";
  private static final String LONGEST = "6s";

  @TempDir static Path temp;
  private static RealCluster cluster;
  private static WorkerProcess worker;
  private static LedgerSecret secret;
  private static Recorded recorded;
  private static Traces traces;
  private static Map<String, String> before;
  private static Set<ObjectKey> hersAlone;
  private static Set<ObjectKey> bosFilm;
  private static byte[] bosFrames;
  private static JobEvent undecided;
  private static Map<String, String> stillThere;
  private static DeletionReport dryRun;
  private static ObjectKey late;
  private static DeletionReport report;
  private static Map<String, String> after;

  @BeforeAll
  static void plant() throws Exception {
    cluster = new RealCluster(temp);
    Path secretFile = temp.resolve("secret");
    KeyFiles.createSecret(secretFile);
    secret = KeyFiles.readSecret(secretFile);
    worker =
        cluster.worker(
            "worker",
            Map.of(
                "PATCHWORK_LEDGER_SECRET",
                secretFile.toString(),
                "PATCHWORK_LONGEST_MESSAGE",
                LONGEST,
                "PATCHWORK_PROFILES",
                ladders()));
    Path film = TestMedia.video(temp.resolve("a.mp4"), 2, "320x180", "25", 440);
    Path still = TestMedia.image(temp.resolve("b.png"), "320x180");
    Path same = TestMedia.video(temp.resolve("c.mp4"), 2, "320x180", "25", 880);
    Path bos = TestMedia.video(temp.resolve("d.mp4"), 2, "320x180", "25", 660);
    ingest("anna-film", PERSON, NAME, film);
    ingest("anna-still", PERSON, NAME, still);
    ingest("anna-twin", PERSON, NAME, same);
    ingest("bo-twin", "bo", "Bo", same);
    ingest("bo-film", "bo", "Bo", bos);
    TestCluster.asset(cluster.run(new Transcode(uploaded(PERSON, "anna-film"), TestCluster.SMALL)));
    render("film-one", credits(), "asset:anna-film", "asset:bo-film");
    render("film-two", "", "asset:anna-twin", "asset:anna-still", "asset:bo-film");
    render("film-bo", "", "asset:bo-twin", "asset:bo-film");
    recorded = propose();
    traces =
        new Traces(
            Set.of(PERSON, NAME, "anna-film", "anna-still", "anna-twin"),
            Set.of(digest(film), digest(still)));
    before = traces.in(cluster.store());
    Set<ObjectKey> bo = reached("film-bo");
    hersAlone = new HashSet<>(reached("film-one"));
    hersAlone.addAll(reached("film-two"));
    hersAlone.removeAll(bo);
    bosFilm = new HashSet<>(bo);
    cluster.keys("renders/film-bo/").forEach(each -> bosFilm.add(new ObjectKey(each)));
    new Manifests(cluster.store())
        .get(new Id("bo-twin"))
        .manifest()
        .artifacts()
        .forEach(artifact -> bosFilm.add(new ObjectKey(artifact.key())));
    bosFrames = bytes(bosFilm);
    undecided = cluster.run(person(null, false));
    dryRun = report(cluster.run(person(Forget.Choice.DELETE, true)));
    stillThere = traces.in(cluster.store());
    late = StoreLayout.assetContent(new Id("anna-film"), Sha256.of("late"), "still-being-made.mp4");
    report = report(forgetWhileSomethingIsMade());
    after = traces.in(cluster.store());
  }

  /** A worker that was busy with her when the tombstone came writes after the first pass. */
  private static JobEvent forgetWhileSomethingIsMade() throws Exception {
    CompletableFuture<JobEvent> told = new CompletableFuture<>();
    cluster.listen("forgotten.#", told::complete);
    try (PendingJob job = cluster.client().send(person(Forget.Choice.DELETE, false), "test")) {
      assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Forgotten.class);
      cluster.store().putIfAbsent(late, Upload.of(new byte[] {1}, "video/mp4", "00"));
      return job.await(event -> {});
    }
  }

  @AfterAll
  static void disconnect() throws Exception {
    worker.close();
    cluster.close();
  }

  private static String ladders() throws Exception {
    return Path.of(Objects.requireNonNull(TestCluster.class.getResource("small.json")).toURI())
        .toString();
  }

  private static String digest(Path file) throws Exception {
    return Sha256.of(Files.readAllBytes(file)).hex();
  }

  private static Source.Stored uploaded(String person, String asset) {
    return new Source.Stored(
        cluster.store().uri(new ObjectKey("uploads/" + person + "/" + asset + "/file")));
  }

  private static void ingest(String asset, String person, String name, Path file) throws Exception {
    ObjectKey upload = new ObjectKey("uploads/" + person + "/" + asset + "/file");
    cluster.store().putIfAbsent(upload, Upload.of(file, "application/octet-stream", digest(file)));
    TestCluster.asset(cluster.run(ingest(asset, person, name)));
  }

  private static Ingest ingest(String asset, String person, String name) {
    return new Ingest(
        new Id(asset),
        uploaded(person, asset),
        List.of(new Contributor(new Id(person), name, "camera")),
        List.of(),
        null,
        null,
        TestCluster.SMALL);
  }

  private static String credits() {
    return new Otio("25").generator("Credits", "\"text\":\"Thanks\"", 50);
  }

  private static JobEvent render(String id, String end, String... assets) throws Exception {
    Otio otio = new Otio("25");
    List<String> items =
        Stream.of(assets).map(each -> otio.clip(each, 0, 25)).collect(Collectors.toList());
    if (!end.isEmpty()) {
      items.add(end);
    }
    otio.track("Video", items.toArray(String[]::new));
    JobEvent ended = cluster.run(Render.of(new Id(id), cluster.timeline(otio.bytes()), "preview"));
    TestCluster.film(ended);
    return ended;
  }

  /** A proposal in the ledger, with what Bo is told of it. */
  private record Recorded(LedgerKey key, StatementWriter statements, Id handle) {}

  private static Recorded propose() throws Exception {
    JobEvent end = cluster.run(TestProposal.of("autumn", "film-one"));
    if (!(end instanceof JobEvent.Completed(var _, Result.OfProposal drafted, var _))) {
      throw new AssertionError(end);
    }
    Artifact artifact = TestCluster.one(drafted.artifacts(), ArtifactRole.PROPOSAL);
    Proposal proposal =
        Json.read(
            cluster.store().read(new ObjectKey(artifact.key()), 1 << 24).orElseThrow().bytes(),
            Proposal.class);
    Path keyFile = temp.resolve("key");
    KeyFiles.createKey(keyFile);
    LedgerKey key = KeyFiles.readKey(keyFile, "ledger.example/films");
    Ledger ledger = new Ledger(cluster.store(), Clock.systemUTC());
    ledger.addKey(key, Optional.empty(), Instant.now().plus(Duration.ofDays(100)));
    RecordedProposals.add(proposal, cluster.store(), secret);
    ledger.checkpoint(key);
    return new Recorded(
        key,
        statements(ledger),
        new Handles(cluster.store(), secret, new SecureRandom())
            .find(new Id("bo"))
            .orElseThrow()
            .id());
  }

  private static StatementWriter statements(Ledger ledger) throws Exception {
    Id proposal = StatementWriter.proposals(cluster.store()).getFirst();
    return StatementWriter.of(cluster.store(), ledger.entries(), secret, proposal);
  }

  private static Set<ObjectKey> reached(String render) {
    StoredRevisions revisions = new StoredRevisions(cluster.store());
    RenderRevision of = revisions.latest(new Id(render)).orElseThrow();
    RenderPlan plan = revisions.plan(of).orElseThrow();
    return StoredRevisions.reached(plan);
  }

  private static byte[] bytes(Set<ObjectKey> keys) {
    var digest = Sha256.newDigest();
    keys.stream()
        .sorted()
        .flatMap(each -> cluster.store().read(each, 1 << 28).stream())
        .forEach(content -> digest.update(content.bytes()));
    return digest.digest();
  }

  private static Forget person(Forget.@Nullable Choice payee, boolean isDryRun) {
    return new Forget(null, new Id(PERSON), null, null, payee, isDryRun);
  }

  private static DeletionReport report(JobEvent end) {
    if (end instanceof JobEvent.Completed(var _, Result.OfDeletion result, var _)) {
      byte[] bytes =
          cluster.store().read(new ObjectKey(result.report().key()), 1 << 28).orElseThrow().bytes();
      assertThat(Sha256.of(bytes)).isEqualTo(result.report().sha256());
      DeletionReport document = Json.read(bytes, DeletionReport.class);
      assertThat(result.objects()).isEqualTo(document.deleted().size());
      return document;
    }
    throw new AssertionError("not deleted: " + end);
  }

  @Test
  void theSearchFindsHerInEveryPlaceWhereSheWasPlanted() {
    assertThat(Traces.prefixes(before.keySet()))
        .contains(
            "assets",
            "facts",
            "fingerprints",
            "jobs",
            "people",
            "proposals",
            "renders",
            "timelines",
            "uploads",
            "uses");
  }

  @Test
  void whatMoneyHangsOnIsNotGuessed() {
    assertThat(TestCluster.failure(undecided).code()).isEqualTo(FailureCode.DECISION_NEEDED);
    assertThat(TestCluster.failure(undecided).message()).contains("payee");
  }

  @Test
  void aDryRunDeletesNothingAndSaysWhatTheJobDeletes() {
    assertThat(dryRun.dryRun()).isTrue();
    assertThat(stillThere).containsAllEntriesOf(before);
    assertThat(keys(report.deleted())).containsAll(keys(dryRun.deleted()));
    assertThat(dryRun.renders())
        .extracting(held -> held.render().value())
        .containsExactlyInAnyOrder("film-one", "film-two");
  }

  @Test
  void afterwardsOnlyWhatTheReportSaysIsThere() {
    assertThat(after.keySet())
        .allSatisfy(
            found -> assertThat(report.kept()).anyMatch(kept -> found.startsWith(kept.what())));
    assertThat(Traces.prefixes(after.keySet())).isSubsetOf("forgotten", "ledger", "proposals");
    assertThat(hersAlone).allSatisfy(each -> assertThat(cluster.store().head(each)).isEmpty());
  }

  @Test
  void whatWasBeingMadeMeanwhileGoesInTheSecondPass() {
    assertThat(keys(report.deleted())).contains(late.value());
    assertThat(cluster.store().head(late)).isEmpty();
  }

  private static Set<String> keys(List<Deletion> deletions) {
    return deletions.stream().map(Deletion::key).collect(Collectors.toSet());
  }

  @Test
  void theOtherPersonsWorkIsWhole() throws Exception {
    assertThat(bytes(bosFilm)).isEqualTo(bosFrames);
    assertThat(report.kept())
        .anyMatch(kept -> kept.what().startsWith("facts/") && kept.why().contains("bo-twin"));
    // Asked for again under another id, all of it is there.
    JobEvent again = render("film-bo-again", "", "asset:bo-twin", "asset:bo-film");
    assertThat(TestCluster.film(again).segments().rendered()).isZero();
  }

  @Test
  void statementsOfOthersStillVerify() throws Exception {
    byte[] statement =
        statements(new Ledger(cluster.store(), Clock.systemUTC()))
            .statement(recorded.handle)
            .orElseThrow();

    assertThat(statement).isEqualTo(recorded.statements.statement(recorded.handle).orElseThrow());
    assertThat(new StatementVerifier(recorded.key.verifier()).check(statement))
        .isInstanceOf(StatementCheck.Accepted.class);
  }

  @Test
  void nothingBringsHerBack() throws Exception {
    JobEvent ingested = cluster.run(ingest("anna-film", "carl", "Carl"));
    JobEvent another = cluster.run(ingest("other", PERSON, NAME));
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:anna-film", 0, 25));
    JobEvent rendered =
        cluster.run(Render.of(new Id("new"), cluster.timeline(otio.bytes()), "preview"));
    JobEvent transcoded = cluster.run(new Transcode(new Source.Asset(new Id("anna-film")), null));

    for (JobEvent end : List.of(ingested, another, rendered, transcoded)) {
      assertThat(TestCluster.failure(end).code()).isEqualTo(FailureCode.FORGOTTEN);
    }
  }

  @Test
  void whoeverWasForgottenCanBeForgottenTwice() throws Exception {
    DeletionReport second = report(cluster.run(person(Forget.Choice.DELETE, false)));

    // The records of the jobs that named her since.
    assertThat(second.deleted())
        .allMatch(each -> each.key().startsWith("jobs/") || each.key().startsWith("timelines/"));
    assertThat(second.renders()).isEmpty();
  }

  @Test
  void whatIsAllowedAgainBeforeTheSecondLookStays() throws Exception {
    Id lent = new Id("lent");
    ingest("lent", "carl", "Carl", temp.resolve("d.mp4"));
    CompletableFuture<JobEvent> told = new CompletableFuture<>();
    cluster.listen("forgotten.#", told::complete);
    JobEvent end;
    try (PendingJob job =
        cluster.client().send(new Forget(lent, null, null, null, null, null), "test")) {
      assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Forgotten.class);
      assertThat(new Tombstones(cluster.store()).liftAsset(lent)).isTrue();
      ingest("lent", "carl", "Carl", temp.resolve("d.mp4"));
      end = job.await(event -> {});
    }

    assertThat(report(end).kept()).anyMatch(each -> each.why().contains("allowed again"));
    assertThat(new Manifests(cluster.store()).get(lent).manifest().artifacts())
        .allMatch(each -> cluster.store().head(new ObjectKey(each.key())).isPresent());
  }

  @Test
  void aMistypedIdIsToldAndLeavesNoTombstone() throws Exception {
    Id mistyped = new Id("anna-quuux");
    JobEvent end = cluster.run(new Forget(null, mistyped, null, null, null, null));

    assertThat(TestCluster.failure(end).code()).isEqualTo(FailureCode.NOT_INGESTED);
    assertThat(cluster.store().head(StoreLayout.personTombstone(mistyped))).isEmpty();
    JobEvent dry = cluster.run(new Forget(null, new Id("ana-quux"), null, null, null, true));
    assertThat(TestCluster.failure(dry).code()).isEqualTo(FailureCode.NOT_INGESTED);
    WorkerProcess.Said said =
        WorkerProcess.say(
            temp.resolve("mistyped"),
            cluster.settings(Map.of()),
            "forget",
            "--person",
            "anna-qux",
            "--dry-run");
    assertThat(said.exit()).isNotZero();
    assertThat(said.err()).contains("check the id").doesNotContain("defect");
  }

  @Test
  void whoeverMaySendOtherJobsCannotDelete() throws Exception {
    JobRef job = new JobRef(new JobId("smuggled"), "urn:platform", JobKind.FORGET);
    CompletableFuture<JobEvent> end = new CompletableFuture<>();
    cluster.listen("failed.forget.#", end::complete);
    byte[] body =
        MessageCodec.write(
            new Envelope(job.id(), job.source(), null, Instant.now(), null),
            new Forget(new Id("bo-film"), null, null, null, null, null));

    cluster
        .queue()
        .publish(new Route.ToLane(Lanes.BULK), new Message("smuggled", body, Map.of()))
        .await();

    assertThat(TestCluster.failure(end.get(30, TimeUnit.SECONDS)).code())
        .isEqualTo(FailureCode.NOT_ALLOWED);
    assertThat(new Manifests(cluster.store()).find(new Id("bo-film"))).isPresent();
  }
}
