package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker is lost with all that it held; what is in the store goes on when a job is sent again.
 */
@Timeout(180)
final class LostBrokerIT {

  private static final int CLIPS = 6;
  private static final Map<String, String> ONE_SLOT = Map.of("PATCHWORK_SLOTS", "1");

  @TempDir Path temp;

  @Test
  void aRenderUnderWayEndsWhenItIsSentAgain() throws Exception {
    try (TestBroker broker = TestServices.freshBroker();
        TestStore store = TestServices.freshStore();
        RealCluster cluster = new RealCluster(temp, broker.uri(), store)) {
      JobRef ref = new JobRef(new JobId("film"), "urn:test", JobKind.RENDER);
      Message message;
      try (WorkerProcess doomed = cluster.worker("doomed", ONE_SLOT)) {
        message = message(ref, film(cluster));
        CompletableFuture<JobEvent> underWay = heard(cluster, ref, JobEvent.Progressed.class);
        send(cluster, message);
        underWay.get(1, TimeUnit.MINUTES);
        doomed.kill();
      }
      for (String step : new String[] {"stop_app", "force_reset", "start_app"}) {
        broker.control(step);
      }
      try (WorkerProcess second = cluster.worker("second", ONE_SLOT)) {
        CompletableFuture<JobEvent> end = heard(cluster, ref, JobEvent.Completed.class);

        send(cluster, message);

        assertThat(TestCluster.film(end.get(2, TimeUnit.MINUTES)).segments().total())
            .isEqualTo(CLIPS);
        assertThat(second.terminate()).isZero();
        assertThat(cluster.queue().deadLetters()).isEmpty();
      }
    }
  }

  private Render film(RealCluster cluster) throws Exception {
    Path clip = TestMedia.video(temp.resolve("clip.mp4"), 2 * CLIPS, "320x180", "25", 440);
    TestCluster.asset(cluster.run(cluster.ingest("clip", "ana", clip)));
    Otio otio = new Otio("25");
    String[] cuts = new String[CLIPS];
    for (int i = 0; i < CLIPS; i++) {
      // Out of order and lighter, so that each is a segment that must be encoded.
      cuts[i] = otio.clip("asset:clip", 50L * (CLIPS - 1 - i), 30, "", "\"opacity\":0.9");
    }
    otio.track("Video", cuts);
    return Render.of(new Id("film"), cluster.timeline(otio.bytes()), "final");
  }

  private static Message message(JobRef ref, Render job) {
    Envelope envelope = new Envelope(ref.id(), ref.source(), null, Instant.now(), null);
    return new Message(ref.id().value(), MessageCodec.write(envelope, job), Map.of());
  }

  private static void send(RealCluster cluster, Message message) throws Exception {
    cluster.queue().publish(new Route.ToLane(Lanes.INTERACTIVE), message).await();
  }

  private static CompletableFuture<JobEvent> heard(
      RealCluster cluster, JobRef ref, Class<? extends JobEvent> kind) {
    CompletableFuture<JobEvent> heard = new CompletableFuture<>();
    cluster.listen(
        Events.patternOf(ref),
        event -> {
          if (kind.isInstance(event)) {
            heard.complete(event);
          }
        });
    return heard;
  }
}
