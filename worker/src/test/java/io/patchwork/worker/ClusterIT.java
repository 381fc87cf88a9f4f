package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.RabbitJobQueue;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.S3ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.cli.JobClient;
import io.patchwork.worker.layout.Lanes;
import io.patchwork.worker.layout.StoreLayout;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes, a real broker, a real S3 API; and somebody who pulls plugs. */
@Timeout(300)
final class ClusterIT {

  @TempDir Path temp;
  private final URI bucket = TestServices.store().bucket();
  private final String prefix = "c" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> settings =
      WorkerProcess.cluster(
          TestServices.broker().uri(), bucket, TestServices.store().endpoint(), prefix);
  private JobQueue queue;
  private ObjectStore store;
  private JobClient client;

  @BeforeEach
  void connect() {
    queue =
        new RabbitJobQueue(
            TestServices.broker().uri(),
            Lanes.topology(
                prefix,
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2))),
            "test",
            RandomGenerator.getDefault());
    store =
        new S3ObjectStore(
            new S3ObjectStore.Settings(
                bucket, TestServices.store().endpoint(), null, 32, 64L << 20));
    client = new JobClient(queue, store, InstantSource.system());
  }

  @AfterEach
  void disconnect() {
    queue.close();
    store.close();
  }

  private WorkerProcess worker(String name) throws Exception {
    return new WorkerProcess(temp.resolve(name), settings);
  }

  private Source.Stored put(String key, Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    store.putIfAbsent(
        new ObjectKey(key), Upload.of(file, "application/octet-stream", Sha256.of(bytes).hex()));
    return new Source.Stored(store.uri(new ObjectKey(key)));
  }

  private Ingest ingest(int number) throws Exception {
    Path file =
        TestMedia.video(
            temp.resolve("clip" + number + ".mp4"),
            4,
            number % 2 == 0 ? "640x360" : "360x640",
            "25",
            300 + 50 * number);
    return new Ingest(
        new Id("clip" + number),
        put("uploads/people/" + number + ".mp4", file),
        List.of(new Contributor(new Id("person" + number), "Person " + number, "camera")),
        List.of(),
        null,
        null);
  }

  private Source.Stored timeline(byte[] document) {
    Sha256 digest = Sha256.of(document);
    store.putIfAbsent(
        StoreLayout.timeline(digest), Upload.of(document, "application/json", digest.hex()));
    return new Source.Stored(store.uri(StoreLayout.timeline(digest)));
  }

  private List<String> keys(String start) {
    try (Stream<StoredObject> objects = store.list(start)) {
      return objects.map(object -> object.key().value()).toList();
    }
  }

  @Test
  void nothingIsLostAndNothingDoubledWhenAWorkerIsKilledInTheMiddle() throws Exception {
    Map<String, List<String>> terminal = new ConcurrentHashMap<>();
    queue.listen(
        "#",
        message -> {
          try {
            JobEvent event = MessageCodec.readEvent(message.body()).event();
            if (event.kind().isTerminal()) {
              terminal
                  .computeIfAbsent(event.job().id().value(), id -> new ArrayList<>())
                  .add(new String(message.body(), StandardCharsets.UTF_8));
            }
          } catch (io.patchwork.schema.wire.InvalidMessage e) {
            throw new AssertionError(e);
          }
        });
    try (WorkerProcess doomed = worker("one");
        WorkerProcess survivor = worker("two")) {
      Map<Integer, JobClient.Pending> uploads = new LinkedHashMap<>();
      for (int i = 0; i < 10; i++) {
        Ingest job = ingest(i);
        uploads.put(i, client.send(job, job.asset().value()));
      }
      for (JobClient.Pending upload : uploads.values()) {
        assertThat(upload.await(event -> {})).isInstanceOf(JobEvent.Completed.class);
        upload.close();
      }

      Otio otio = new Otio("25");
      String[] clips = new String[8];
      String[] sounds = new String[8];
      for (int i = 0; i < 8; i++) {
        clips[i] = otio.clip("asset:clip" + i, 5 + i, 80);
        sounds[i] = otio.clip("asset:clip" + (9 - i), 0, 80);
      }
      otio.track("Video", clips).track("Audio", sounds);
      JobClient.Pending film =
          client.send(new Render(new Id("film"), timeline(otio.bytes()), "hd", null), "film");
      doomed.awaitLine("kind=segment");
      doomed.kill();
      JobEvent end = film.await(event -> {});

      Result.OfRender result = TestCluster.film(end);
      assertThat(result.frames()).isEqualTo(640);
      Lineage lineage = Objects.requireNonNull(result.document());
      assertThat(Coverage.problems(lineage)).isEmpty();
      assertThat(lineage.credits()).hasSize(10);
      verifyFilm(result.output());
      verifyNothingDoubled();
      assertThat(terminal.values())
          .as("every terminal event of a job is the same event")
          .allSatisfy(bodies -> assertThat(bodies.stream().distinct()).hasSize(1));
      awaitEmptyLanes();
      assertThat(queue.deadLetters()).isEmpty();
      assertThat(survivor.terminate()).isEqualTo(143);
    }
  }

  private void verifyFilm(Artifact output) throws Exception {
    Path film = temp.resolve("film.mp4");
    try (InputStream in = store.open(new ObjectKey(output.key()), 0, null)) {
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
        .isEqualTo("640");
  }

  private void verifyNothingDoubled() {
    for (int i = 0; i < 10; i++) {
      List<String> assets = keys("assets/clip" + i + "/");
      assertThat(assets.stream().filter(key -> key.endsWith("rendition.mp4"))).hasSize(1);
      assertThat(assets.stream().filter(key -> key.endsWith("poster.jpg"))).hasSize(1);
      assertThat(assets.stream().filter(key -> key.contains("/manifest-"))).hasSize(1);
    }
    assertThat(keys("renders/film/").stream().filter(key -> key.contains("/output-"))).hasSize(1);
    assertThat(keys("renders/film/").stream().filter(key -> key.endsWith("/result.json")))
        .hasSize(1);
    assertThat(keys("jobs/").stream().filter(key -> key.endsWith("/result.json"))).hasSize(11);
  }

  private void awaitEmptyLanes() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (queue.depth(Lanes.BULK) + queue.depth(Lanes.INTERACTIVE) + queue.depth(Lanes.RENDER)
          == 0) {
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
            new Id("long"), put("uploads/people/long.mkv", file), List.of(), List.of(), null, null);
    Map<String, String> impatient = new LinkedHashMap<>(settings);
    impatient.put("PATCHWORK_DRAIN", "1s");
    try (WorkerProcess worker = new WorkerProcess(temp.resolve("one"), impatient);
        JobClient.Pending pending = client.send(job, "long")) {
      worker.awaitLine("job starts");

      int code = worker.terminate();

      assertThat(code).isEqualTo(143);
      assertThat(worker.log()).contains("outcome=interrupted");
      for (int i = 0; i < 100 && queue.depth(Lanes.BULK) == 0; i++) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(queue.depth(Lanes.BULK)).isEqualTo(1);
      queue.consume(
          Lanes.BULK,
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
  void aFileDroppedInTheBucketBecomesAnAssetOnceHoweverOftenThatIsSaid() throws Exception {
    Path file = TestMedia.image(temp.resolve("photo.png"), "320x200");
    put("uploads/ana/holiday-1/my photo.png", file);
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
            .formatted(bucket.getHost(), bucket.getHost(), bucket.getHost());
    java.util.concurrent.BlockingQueue<JobEvent> ends =
        new java.util.concurrent.LinkedBlockingQueue<>();
    queue.listen(
        "completed.ingest.#",
        message -> {
          try {
            ends.add(MessageCodec.readEvent(message.body()).event());
          } catch (io.patchwork.schema.wire.InvalidMessage e) {
            throw new AssertionError(e);
          }
        });
    try (WorkerProcess worker = worker("one")) {
      for (int said = 0; said < 3; said++) {
        queue
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
      assertThat(
              new String(
                  store
                      .read(new ObjectKey(Objects.requireNonNull(asset.manifest())), 1 << 20)
                      .orElseThrow()
                      .bytes(),
                  StandardCharsets.UTF_8))
          .contains("\"ana\"");
      assertThat(keys("jobs/").stream().filter(key -> key.endsWith("/result.json"))).hasSize(1);
      assertThat(queue.deadLetters()).isEmpty();
      assertThat(worker.terminate()).isEqualTo(143);
    }
  }

  @Test
  void aWorkerWithoutASandboxDoesNotStart() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.patchwork.worker.Main",
            "worker");
    builder.environment().putAll(settings);
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
}
