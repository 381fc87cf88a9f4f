package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes, a real broker, a real S3 API; and somebody who pulls plugs. */
@Timeout(300)
final class ClusterIT {

  @TempDir Path temp;
  private RealCluster cluster;

  @BeforeEach
  void connect() {
    cluster = new RealCluster(temp);
  }

  @AfterEach
  void disconnect() {
    cluster.close();
  }

  private Ingest ingest(int number) throws Exception {
    Path file =
        TestMedia.video(
            temp.resolve("clip" + number + ".mp4"),
            4,
            number % 2 == 0 ? "640x360" : "360x640",
            "25",
            300 + 50 * number);
    return cluster.ingest("clip" + number, "person" + number, file);
  }

  @Test
  void nothingIsLostAndNothingDoubledWhenAWorkerIsKilledInTheMiddle() throws Exception {
    Map<String, List<String>> terminal = new ConcurrentHashMap<>();
    cluster
        .queue()
        .subscribeEvents(
            "#",
            message -> {
              try {
                JobEvent event = MessageCodec.readEvent(message.body()).event();
                if (event instanceof JobEvent.Terminal) {
                  terminal
                      .computeIfAbsent(event.job().id().value(), id -> new ArrayList<>())
                      .add(new String(message.body(), StandardCharsets.UTF_8));
                }
              } catch (io.patchwork.schema.wire.InvalidMessage e) {
                throw new AssertionError(e);
              }
            });
    try (WorkerProcess doomed = cluster.worker("one");
        WorkerProcess survivor = cluster.worker("two")) {
      Map<Integer, PendingJob> uploads = new LinkedHashMap<>();
      for (int i = 0; i < 10; i++) {
        Ingest job = ingest(i);
        uploads.put(i, cluster.client().send(job, job.asset().value()));
      }
      for (PendingJob upload : uploads.values()) {
        assertThat(upload.await(event -> {})).isInstanceOf(JobEvent.Completed.class);
        upload.close();
      }

      Otio otio = new Otio("25");
      String[] clips = new String[8];
      String[] audios = new String[8];
      for (int i = 0; i < 8; i++) {
        clips[i] = otio.clip("asset:clip" + i, 5 + i, 50);
        audios[i] = otio.clip("asset:clip" + (9 - i), 0, 50);
      }
      otio.track("Video", clips).track("Audio", audios);
      PendingJob film =
          cluster
              .client()
              .send(Render.of(new Id("film"), cluster.timeline(otio.bytes()), "hd"), "film");
      doomed.awaitLine("kind=segment");
      doomed.kill();
      JobEvent end = film.await(event -> {});

      Result.OfRender result = TestCluster.film(end);
      assertThat(result.frameCount()).isEqualTo(400);
      Lineage lineage = Objects.requireNonNull(result.document());
      assertThat(Coverage.problems(lineage)).isEmpty();
      assertThat(lineage.credits()).hasSize(10);
      verifyFilm(result.output(), 400);
      verifyNothingDoubled();
      assertThat(terminal.values())
          .as("every terminal event of a job is the same event")
          .allSatisfy(bodies -> assertThat(bodies.stream().distinct()).hasSize(1));
      awaitEmptyLanes();
      assertThat(cluster.queue().deadLetters()).isEmpty();
      assertThat(survivor.terminate()).isEqualTo(0);
    }
  }

  private void verifyFilm(Artifact output, int frames) throws Exception {
    Path film = temp.resolve("film.mp4");
    try (InputStream in = cluster.store().open(new ObjectKey(output.key()), 0, null)) {
      Files.copy(in, film);
    }
    assertThat(Sha256.of(Files.readAllBytes(film))).isEqualTo(output.sha256());
    TestMedia.ffmpeg("-xerror", "-i", film.toString(), "-f", "null", "-");
    assertThat(
            TestMedia.ffprobe(
                "-select_streams",
                "v",
                "-count_frames",
                "-show_entries",
                "stream=nb_read_frames",
                "-of",
                "csv=p=0",
                film.toString()))
        .isEqualTo(Integer.toString(frames));
  }

  private void verifyNothingDoubled() {
    for (int i = 0; i < 10; i++) {
      List<String> assets = cluster.keys("assets/clip" + i + "/");
      assertThat(assets.stream().filter(key -> key.endsWith("rendition.mp4"))).hasSize(1);
      assertThat(assets.stream().filter(key -> key.endsWith("poster.jpg"))).hasSize(1);
      assertThat(assets.stream().filter(key -> key.contains("/manifest-"))).hasSize(1);
    }
    assertThat(cluster.keys("renders/film/").stream().filter(key -> key.contains("/output-")))
        .hasSize(1);
    assertThat(cluster.keys("renders/film/").stream().filter(key -> key.endsWith("/result.json")))
        .hasSize(1);
    assertThat(cluster.keys("jobs/").stream().filter(key -> key.endsWith("/result.json")))
        .hasSize(11);
  }

  @Test
  void aLongUploadIsMadeByManyWorkersOneOfWhichIsKilled() throws Exception {
    Path file = TestMedia.video(temp.resolve("long.mp4"), 24, "320x180", "25", 440);
    Map<String, String> inParts = Map.of("PATCHWORK_CHUNK_LENGTH", "1s");
    Ingest job =
        new Ingest(
            new Id("long"),
            cluster.put("uploads/people/long.mp4", file),
            List.of(),
            List.of(),
            null,
            null,
            null);
    try (WorkerProcess doomed = cluster.worker("one", inParts);
        WorkerProcess survivor = cluster.worker("two", inParts);
        PendingJob pending = cluster.client().send(job, "long")) {
      doomed.awaitLine("kind=chunk");
      survivor.awaitLine("kind=chunk");
      doomed.kill();

      Result.OfAsset result = TestCluster.asset(pending.await(event -> {}));

      assertThat(result.warnings()).isEmpty();
      Artifact rendition =
          result.artifacts().stream()
              .filter(artifact -> artifact.role() == ArtifactRole.RENDITION)
              .findFirst()
              .orElseThrow();
      assertThat(rendition.frameCount()).isEqualTo(600);
      verifyFilm(rendition, 600);
      awaitEmptyLanes();
      assertThat(cluster.queue().deadLetters()).isEmpty();
      assertThat(cluster.keys("assets/long/").stream().filter(key -> key.contains("/manifest-")))
          .hasSize(1);
      assertThat(survivor.terminate()).isEqualTo(0);
    }
  }

  private void awaitEmptyLanes() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (Lanes.ALL.stream().mapToLong(cluster.queue()::depth).sum() == 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("the lanes are not empty");
  }

  @Test
  void aStoppedWorkerPutsItsJobBackUnspentAndLeavesNothingBehind() throws Exception {
    Path file = TestMedia.endless(temp.resolve("long.mkv"), temp.resolve("once.mkv"));
    Ingest job =
        new Ingest(
            new Id("long"),
            cluster.put("uploads/people/long.mkv", file),
            List.of(),
            List.of(),
            null,
            null,
            null);
    try (WorkerProcess worker = cluster.worker("one", Map.of("PATCHWORK_DRAIN_TIMEOUT", "1s"));
        PendingJob pending = cluster.client().send(job, "long")) {
      worker.awaitLine("lane=admitted-bulk");

      int code = worker.terminate();

      assertThat(code).isEqualTo(0);
      assertThat(worker.log()).contains("outcome=interrupted");
      for (int i = 0; i < 100 && cluster.queue().depth(Lanes.ADMITTED_BULK) == 0; i++) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(cluster.queue().depth(Lanes.ADMITTED_BULK)).isEqualTo(1);
      cluster
          .queue()
          .consume(
              Lanes.ADMITTED_BULK,
              1,
              delivery -> {
                assertThat(delivery.count()).as("no attempt is spent").isEqualTo(1);
                assertThat(delivery.message().headers()).doesNotContainKey("x-patchwork-attempt");
                delivery.ack();
              });
      assertThat(WorkerProcess.isAnythingLeft(temp.resolve("one").toString())).isFalse();
      assertThat(temp.resolve("one/scratch").toFile().list()).isEmpty();
      assertThat(pending.ref().id().value()).isNotEmpty();
    }
  }

  @Test
  void anUploadThatCannotBeReadLeadsToItsFile() throws Exception {
    Path file = Files.writeString(temp.resolve("notes.bin"), "\u0000nothing that is known");
    cluster.put("uploads/bo/notes-1/notes.bin", file);
    cluster.put("uploads/of nobody.bin", file);
    String notice =
        """
        {"Records":[
          {"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},
           "object":{"key":"uploads/bo/notes-1/notes.bin","eTag":"e1"}}},
          {"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},
           "object":{"key":"uploads/of+nobody.bin","eTag":"e2"}}}]}\
        """
            .formatted(cluster.bucket().getHost(), cluster.bucket().getHost());
    java.util.concurrent.BlockingQueue<JobEvent> ends =
        new java.util.concurrent.LinkedBlockingQueue<>();
    cluster.listen("failed.ingest.#", ends::add);
    try (WorkerProcess worker = cluster.worker("one")) {
      cluster
          .queue()
          .publish(
              new io.patchwork.common.queue.Route.ToLane(Lanes.UPLOADS),
              new io.patchwork.common.queue.Message(
                  "notice", notice.getBytes(StandardCharsets.UTF_8), Map.of()))
          .await();

      Map<String, JobRef> failed = new HashMap<>();
      for (int i = 0; i < 2; i++) {
        JobRef job = Objects.requireNonNull(ends.poll(60, TimeUnit.SECONDS)).job();
        failed.put(Objects.requireNonNull(job.object()).uri(), job);
      }

      JobRef notes =
          Objects.requireNonNull(failed.get(cluster.bucket() + "/uploads/bo/notes-1/notes.bin"));
      assertThat(notes.subject()).isEqualTo("notes-1");
      assertThat(Objects.requireNonNull(notes.object()).etag()).isEqualTo("e1");
      assertThat(failed).containsKey(cluster.bucket() + "/uploads/of%20nobody.bin");
      assertThat(worker.terminate()).isEqualTo(0);
    }
  }

  @Test
  void aFileDroppedInTheBucketBecomesAnAssetOnceHoweverOftenThatIsSaid() throws Exception {
    Path file = TestMedia.image(temp.resolve("photo.png"), "320x200");
    cluster.put("uploads/ana/holiday-1/my photo.png", file);
    String notice =
        """
        {"EventName":"s3:ObjectCreated:Put","Records":[
          {"eventName":"s3:ObjectCreated:Put","s3":{"bucket":{"name":"%s"},
           "object":{"key":"uploads/ana/holiday-1/my+photo.png","sequencer":"0A"}}},
          {"eventName":"s3:ObjectRemoved:Delete","s3":{"bucket":{"name":"%s"},
           "object":{"key":"uploads/ana/gone/x.png"}}},
          {"eventName":"s3:ObjectCreated:Put","s3":{"bucket":{"name":"%s"},
           "object":{"key":"assets/holiday-1/manifest.json"}}}]}\
        """
            .formatted(
                cluster.bucket().getHost(), cluster.bucket().getHost(), cluster.bucket().getHost());
    java.util.concurrent.BlockingQueue<JobEvent> ends =
        new java.util.concurrent.LinkedBlockingQueue<>();
    cluster.listen("completed.ingest.#", ends::add);
    try (WorkerProcess worker = cluster.worker("one")) {
      for (int said = 0; said < 3; said++) {
        cluster
            .queue()
            .publish(
                new io.patchwork.common.queue.Route.ToLane(Lanes.UPLOADS),
                new io.patchwork.common.queue.Message(
                    "notice", notice.getBytes(StandardCharsets.UTF_8), Map.of()))
            .await();
      }

      List<JobEvent> seen = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        seen.add(ends.poll(30, TimeUnit.SECONDS));
      }

      assertThat(seen.stream().distinct()).as("one event, said again").hasSize(1);
      Result.OfAsset asset = TestCluster.asset(seen.getFirst());
      assertThat(asset.asset()).isEqualTo(new Id("holiday-1"));
      assertThat(seen.getFirst().job().subject()).isEqualTo("holiday-1");
      assertThat(
              new String(
                  cluster
                      .store()
                      .read(new ObjectKey(Objects.requireNonNull(asset.manifest())), 1 << 20)
                      .orElseThrow()
                      .bytes(),
                  StandardCharsets.UTF_8))
          .contains("\"ana\"");
      assertThat(cluster.keys("jobs/").stream().filter(key -> key.endsWith("/result.json")))
          .hasSize(1);
      assertThat(cluster.queue().deadLetters()).isEmpty();
      assertThat(worker.terminate()).isEqualTo(0);
    }
  }

  @Test
  void aWorkerWithoutASandboxDoesNotStart() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(WorkerProcess.patchwork("worker"));
    builder.environment().putAll(cluster.settings());
    builder.environment().put("AWS_ACCESS_KEY_ID", TestStore.ACCESS_KEY);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", TestStore.SECRET_KEY);
    builder.environment().put("PATCHWORK_DIR", temp.resolve("scratch").toString());
    builder.environment().put("PATCHWORK_SANDBOX", "required");
    // Where no bwrap is found.
    builder.environment().put("PATH", temp.toString());
    Process process = builder.redirectErrorStream(true).start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(said).contains("No sandbox can be made here").contains("PATCHWORK_SANDBOX=none");
  }

  /** Kills whoever starts a job, a worker or the process in which a worker lets it run alone. */
  private List<Long> killWhoeverStarts(JobRef job) {
    List<Long> killed = new CopyOnWriteArrayList<>();
    cluster.listen(
        Events.patternOf(job),
        event -> {
          if (event instanceof JobEvent.Started started) {
            long pid =
                Long.parseLong(started.worker().substring(started.worker().lastIndexOf('-') + 1));
            killed.add(pid);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
          }
        });
    return killed;
  }

  @Test
  void aJobThatKillsItsProcessIsCondemnedByAWitnessAndHarmsNoOther() throws Exception {
    Ingest guilty = ingest(0);
    JobRef ref = new JobRef(new JobId("guilty"), "urn:test", JobKind.INGEST);
    Envelope envelope = new Envelope(ref.id(), ref.source(), null, Instant.EPOCH, null);
    List<Long> killed = killWhoeverStarts(ref);
    Map<String, String> oneSlot = Map.of("PATCHWORK_SLOTS", "1");
    try (WorkerProcess first = cluster.worker("one", oneSlot);
        PendingJob pending = cluster.client().send(ref, MessageCodec.write(envelope, guilty))) {
      first.awaitEnd();
      try (WorkerProcess second = cluster.worker("two", oneSlot)) {
        second.awaitEnd();
      }
      try (WorkerProcess witness = cluster.worker("three", oneSlot);
          PendingJob good = cluster.client().send(ingest(1), "clip1")) {
        JobEvent.Failed failed = TestCluster.failure(pending.await(event -> {}));
        assertThat(good.await(event -> {})).isInstanceOf(JobEvent.Completed.class);

        assertThat(failed.code()).isEqualTo(FailureCode.POISON);
        assertThat(killed).hasSize(4).doesNotContain(witness.pid());
        assertThat(cluster.queue().deadLetters()).hasSize(1);
        awaitEmptyLanes();
        assertThat(witness.terminate()).isEqualTo(0);
        assertThat(WorkerProcess.isAnythingLeft(temp.resolve("three").toString())).isFalse();
      }
    }
  }

  @Test
  void aJobWhoseWorkersAreLostIsDoneByTheNextInQuarantine() throws Exception {
    Map<String, String> oneSlot = Map.of("PATCHWORK_SLOTS", "1");
    try (PendingJob pending = cluster.client().send(ingest(0), "clip0")) {
      for (int i = 0; i < 4; i++) {
        try (WorkerProcess unlucky = cluster.worker("unlucky" + i, oneSlot)) {
          unlucky.awaitLine(i < 2 ? "lane=admitted-bulk" : "job goes to quarantine");
          unlucky.kill();
        }
      }
      try (WorkerProcess last = cluster.worker("last", oneSlot)) {
        assertThat(pending.await(event -> {})).isInstanceOf(JobEvent.Completed.class);
        // Its process tells the end before the worker knows that it has ended.
        last.awaitLine("outcome=quarantined");
        assertThat(cluster.queue().deadLetters()).isEmpty();
      }
    }
  }

  /** The ids of jobs in the order in which they were started. */
  private BlockingQueue<String> starts() {
    BlockingQueue<String> starts = new LinkedBlockingQueue<>();
    cluster.listen("started.#", event -> starts.add(event.job().id().value()));
    return starts;
  }

  private void send(String id, String account, Job job) throws Exception {
    JobRef ref = new JobRef(new JobId(id), "urn:test", job.kind());
    Envelope envelope = new Envelope(ref.id(), "urn:test", null, Instant.EPOCH, null, account);
    cluster.client().send(ref, MessageCodec.write(envelope, job)).close();
  }

  @Test
  void nobodyWaitsForTheManyJobsOfAnother() throws Exception {
    BlockingQueue<String> starts = starts();
    Map<String, String> settings = Map.of("PATCHWORK_SLOTS", "1", "PATCHWORK_ACCOUNT_WINDOW", "2");
    Ingest clip = ingest(0);
    try (WorkerProcess worker = cluster.worker("one", settings)) {
      for (int i = 0; i < 12; i++) {
        send("ana" + i, "ana", clip);
      }
      send("bo", "bo", clip);
      List<String> order = new ArrayList<>();
      for (int i = 0; i < 13; i++) {
        order.add(Objects.requireNonNull(starts.poll(60, TimeUnit.SECONDS), "a start"));
      }

      // At most the window that was before it in the lane, and one that it arrived behind.
      assertThat(order.indexOf("bo")).isLessThanOrEqualTo(3);
      assertThat(order).doesNotHaveDuplicates();
      worker.awaitLine("job=ana11");
    }
    assertThat(cluster.keys("admission/")).noneMatch(key -> key.contains("/waiting-"));
  }

  @Test
  void aJobThatNobodySentIsNotCancelledAndOneThatWaitsIs() throws Exception {
    Map<String, String> settings = Map.of("PATCHWORK_SLOTS", "1", "PATCHWORK_ACCOUNT_WINDOW", "1");
    BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    cluster.queue().subscribeEvents("cancelled.ingest.#", event -> cancelled.add(event.id()));
    Path folder = temp.resolve("command");
    try (WorkerProcess worker = cluster.worker("one", settings)) {
      Path file = TestMedia.endless(temp.resolve("long.mkv"), temp.resolve("once.mkv"));
      Ingest endless = cluster.ingest("long", "ana", file);
      PendingJob first = cluster.client().send(endless, "first");
      worker.awaitLine("lane=admitted-bulk");
      try (first;
          PendingJob second = cluster.client().send(endless, "second")) {
        String running = first.ref().id().value();
        String waiting = second.ref().id().value();
        awaitWaiting();

        WorkerProcess.Said typo =
            WorkerProcess.say(folder, cluster.settings(), "cancel", "typo", "--source", "x");
        WorkerProcess.Said said =
            WorkerProcess.say(
                folder, cluster.settings(), "cancel", waiting, "--source", "patchwork:test");

        assertThat(typo.exit()).isEqualTo(1);
        assertThat(typo.err()).contains("No worker has accepted a job typo", "--even-if-unseen");
        assertThat(cluster.keys("jobs/typo")).isEmpty();
        assertThat(said.out()).isEqualTo(waiting + " cancelled\n");
        assertThat(second.await(event -> {})).isInstanceOf(JobEvent.Cancelled.class);
        assertThat(cancelled.poll(10, TimeUnit.SECONDS)).as("an event of its kind").isNotNull();
        said =
            WorkerProcess.say(
                folder, cluster.settings(), "cancel", running, "--source", "patchwork:test");
        assertThat(said.out()).isEqualTo(running + " cancelled\n");
        assertThat(first.await(event -> {})).isInstanceOf(JobEvent.Cancelled.class);
        worker.awaitLine("outcome=cancelled");
        assertThat(cluster.keys("admission/")).noneMatch(key -> key.contains("/waiting-"));
        assertThat(worker.log().lines())
            .noneMatch(line -> line.contains(waiting) && line.contains("kind=ingest"));
      }
    }
  }

  private void awaitWaiting() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      if (cluster.keys("admission/").stream().anyMatch(key -> key.contains("/waiting-"))) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("no job waits");
  }
}
