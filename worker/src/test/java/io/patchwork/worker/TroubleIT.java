package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;

/** What happens to work when something around a worker breaks, and what people can do about it. */
@Timeout(300)
final class TroubleIT {

  @TempDir Path temp;

  private static Render cut(RealCluster cluster, String id, String asset) {
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:" + asset, 0, 30), otio.clip("asset:" + asset, 50, 30));
    return Render.of(new Id(id), cluster.timeline(otio.bytes()), "preview");
  }

  private WorkerProcess.Said patchwork(RealCluster cluster, String... arguments) throws Exception {
    return WorkerProcess.say(temp.resolve("command"), cluster.settings(), arguments);
  }

  private static List<String> values(String lines, String field) {
    return lines.lines().map(line -> json(line).get(field).asString()).toList();
  }

  private static JsonNode json(String text) {
    return Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aFullDiskIsToldAndItsDeadLettersEndWellOnAnotherWorker() throws Exception {
    try (RealCluster cluster = new RealCluster(temp)) {
      try (WorkerProcess worker = cluster.worker("large")) {
        Ingest job = cluster.ingest("bulky", "ana", TestMedia.bulky(temp.resolve("bulky.mkv")));
        assertThat(cluster.run(job)).isInstanceOf(JobEvent.Completed.class);
        assertThat(worker.terminate()).isEqualTo(0);
      }
      BlockingQueue<JobEvent> ends = new LinkedBlockingQueue<>();
      JobEvent failed;
      try (SmallDisk disk = new SmallDisk(temp.resolve("small/scratch"), "24m");
          WorkerProcess small =
              new WorkerProcess(
                  temp.resolve("small"),
                  cluster.settings(Map.of("PATCHWORK_MIN_FREE_DISK", "1M")),
                  disk.command(WorkerProcess.patchwork("worker")))) {
        failed = cluster.run(cut(cluster, "film", "bulky"));
        // The end is told before the message lies among the dead.
        small.awaitLine("outcome=dead");
        assertThat(small.log()).contains("code=disk_full").contains("taking jobs again");
      }

      WorkerProcess.Said list = patchwork(cluster, "dead-letters", "list", "--json");
      List<String> ids = values(list.out(), "id");
      WorkerProcess.Said show = patchwork(cluster, "dead-letters", "show", ids.getFirst());
      // Its failure may be said once more before.
      cluster.listen(
          Events.patternOf(failed.job()),
          event -> {
            if (event instanceof JobEvent.Completed) {
              ends.add(event);
            }
          });
      List<String> retry = new ArrayList<>(List.of("dead-letters", "retry"));
      retry.addAll(ids);
      JobEvent end;
      WorkerProcess.Said retried;
      try (WorkerProcess other = cluster.worker("other")) {
        retried = patchwork(cluster, retry.toArray(String[]::new));
        end = ends.poll(60, TimeUnit.SECONDS);
        assertThat(other.terminate()).isEqualTo(0);
      }

      assertThat(TestCluster.failure(failed).code()).isEqualTo(FailureCode.DISK_FULL);
      assertThat(TestCluster.failure(failed).message()).contains("disk");
      assertThat(list.exit()).isZero();
      assertThat(values(list.out(), "reason")).containsOnly("disk_full");
      assertThat(show.out()).contains("\"body\"").contains("film");
      assertThat(retried.exit()).as(retried.err()).isZero();
      assertThat(retried.out().lines()).allMatch(line -> line.endsWith(" retried"));
      assertThat(TestCluster.film(end).frameCount()).isEqualTo(60);
      assertThat(cluster.queue().deadLetters()).isEmpty();
    }
  }

  @Test
  void whatNobodyCanReadIsListedWithItsViolationsAndDropped() throws Exception {
    try (RealCluster cluster = new RealCluster(temp);
        WorkerProcess worker = cluster.worker("one")) {
      byte[] body = "{\"specversion\":\"1.0\",\"id\":\"x\"}".getBytes(StandardCharsets.UTF_8);
      cluster
          .queue()
          .publish(new Route.ToLane(Lanes.BULK), new Message("m", body, Map.of()))
          .await();
      worker.awaitLine("outcome=malformed");

      WorkerProcess.Said list = patchwork(cluster, "dead-letters", "list", "--json");
      String id = values(list.out(), "id").getFirst();
      WorkerProcess.Said show = patchwork(cluster, "dead-letters", "show", "--json", id);
      WorkerProcess.Said wrong = patchwork(cluster, "dead-letters", "drop", "0123456789ab");
      WorkerProcess.Said dropped = patchwork(cluster, "dead-letters", "drop", id);

      assertThat(list.out().lines()).hasSize(1);
      assertThat(json(show.out()).get("violations").size()).isGreaterThan(2);
      assertThat(json(show.out()).get("body").asString()).contains("specversion");
      assertThat(wrong.exit()).isEqualTo(1);
      assertThat(wrong.err()).contains("There is no dead letter 0123456789ab");
      assertThat(dropped.out()).isEqualTo(id + " dropped\n");
      assertThat(cluster.queue().deadLetters()).isEmpty();
    }
  }

  @Test
  void aBrokerThatIsAwayAtTheStartIsWaitedFor() throws Exception {
    try (TestBroker broker = TestServices.freshBroker();
        RealCluster cluster = new RealCluster(temp, broker.uri(), TestServices.store())) {
      // RabbitMQ 3.10 does not open a stream again that it noted on disk a moment ago.
      TimeUnit.SECONDS.sleep(2);
      broker.kill();
      try (WorkerProcess worker =
          WorkerProcess.waiting(temp.resolve("early"), cluster.settings())) {
        worker.awaitLine("still taking no jobs");
        assertThat(get(worker, "/healthz")).startsWith("200 ok");
        assertThat(get(worker, "/readyz")).startsWith("503 There is no connection to the broker.");

        assertThat(get(worker, "/metrics"))
            .startsWith("200 ")
            .contains("patchwork_broker_connected 0.0")
            .contains("patchwork_dead_letters NaN");

        broker.restart();

        worker.awaitLine("worker ready");
        assertThat(get(worker, "/readyz")).startsWith("200 ready");
        JobEvent end =
            cluster.run(
                cluster.ingest("clip", "ana", TestMedia.image(temp.resolve("a.png"), "9x9")));
        assertThat(TestCluster.asset(end).artifacts()).isNotEmpty();
      }
    }
  }

  private static String get(WorkerProcess worker, String path) throws Exception {
    HttpResponse<String> answer = worker.get(path);
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void aStoreThatGoesAwayInTheMiddleIsWaitedFor() throws Exception {
    try (TestStore s3 = TestServices.freshStore();
        RealCluster cluster = new RealCluster(temp, TestServices.broker().uri(), s3);
        WorkerProcess worker = cluster.worker("one")) {
      Ingest job = cluster.ingest("bulky", "ana", TestMedia.bulky(temp.resolve("bulky.mkv")));
      try (PendingJob pending = cluster.client().send(job, "bulky")) {
        worker.awaitLine("lane=admitted-bulk");
        s3.away(() -> {
          worker.awaitLine("still taking no jobs");
          return null;
        });
        worker.awaitLine("taking jobs again");

        JobEvent end = pending.await(event -> {});

        assertThat(TestCluster.asset(end).artifacts()).isNotEmpty();
        assertThat(worker.log()).contains("code=store_unavailable");
        assertThat(cluster.queue().deadLetters()).isEmpty();
      }
    }
  }

  @Test
  void aBrokerThatDiesInTheMiddleOfARenderLosesNothing() throws Exception {
    try (TestBroker broker = TestServices.freshBroker();
        RealCluster cluster = new RealCluster(temp, broker.uri(), TestServices.store());
        WorkerProcess worker = cluster.worker("one")) {
      Ingest job = cluster.ingest("bulky", "ana", TestMedia.bulky(temp.resolve("bulky.mkv")));
      assertThat(cluster.run(job)).isInstanceOf(JobEvent.Completed.class);
      try (PendingJob film = cluster.client().send(cut(cluster, "film", "bulky"), "film")) {
        worker.awaitLine("kind=segment");
        broker.kill();
        worker.awaitLine("outcome=lease_lost");
        broker.restart();

        JobEvent end = film.await(event -> {});

        assertThat(TestCluster.film(end).frameCount()).isEqualTo(60);
        assertThat(worker.terminate()).isEqualTo(0);
      }
    }
  }

  @Test
  void whoNamesTwoPeopleForOneUploadIsAskedWhoItIs() throws Exception {
    try (RealCluster cluster = new RealCluster(temp);
        WorkerProcess worker = cluster.worker("one", Map.of("PATCHWORK_TRUST_METADATA", "true"))) {
      Path file = TestMedia.image(temp.resolve("photo.png"), "320x200");
      BlockingQueue<JobEvent> ends = new LinkedBlockingQueue<>();
      cluster.listen(
          "#",
          event -> {
            if (event instanceof JobEvent.Terminal) {
              ends.add(event);
            }
          });
      upload(cluster.bucket(), "uploads/ana/one/photo.png", file, "bo");
      upload(cluster.bucket(), "uploads/ana/two/photo.png", file, "ana");
      String notice =
          """
          {"Records":[
            {"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%1$s"},
             "object":{"key":"uploads/ana/one/photo.png","sequencer":"01"}}},
            {"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%1$s"},
             "object":{"key":"uploads/ana/two/photo.png","sequencer":"02"}}}]}\
          """
              .formatted(cluster.bucket().getHost());

      cluster
          .queue()
          .publish(
              new Route.ToLane(Lanes.UPLOADS),
              new Message("n", notice.getBytes(StandardCharsets.UTF_8), Map.of()))
          .await();
      List<JobEvent> said = List.of(take(ends), take(ends));

      assertThat(said)
          .filteredOn(JobEvent.Failed.class::isInstance)
          .singleElement()
          .satisfies(event -> {
            JobEvent.Failed failed = TestCluster.failure(event);
            assertThat(failed.code()).isEqualTo(FailureCode.IDENTITY_CONFLICT);
            assertThat(failed.message())
                .contains("uploads/ana/one/photo.png")
                .contains("by ana")
                .contains("says bo");
          });
      assertThat(said)
          .filteredOn(JobEvent.Completed.class::isInstance)
          .singleElement()
          .satisfies(
              event -> assertThat(TestCluster.asset(event).asset()).isEqualTo(new Id("two")));
      assertThat(cluster.keys("assets/one/")).isEmpty();
      assertThat(worker.log()).doesNotContain("ERROR");
    }
  }

  private static JobEvent take(BlockingQueue<JobEvent> events) throws InterruptedException {
    JobEvent event = events.poll(30, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  /** As a platform puts it, with metadata of its own. */
  private static void upload(URI bucket, String key, Path file, String contributor) {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(TestServices.store().endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(TestStore.ACCESS_KEY, TestStore.SECRET_KEY)))
            .build()) {
      client.putObject(
          request ->
              request
                  .bucket(bucket.getHost())
                  .key(key)
                  .metadata(Map.of("contributor", contributor)),
          RequestBody.fromFile(file));
    }
  }
}
