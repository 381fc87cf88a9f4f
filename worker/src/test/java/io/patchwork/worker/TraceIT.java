package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.testing.TestServices;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.EventMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a sender goes through a render on several workers, and through its events. */
@Timeout(180)
final class TraceIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final int CLIPS = 6;

  @TempDir Path temp;

  @Test
  void theTraceOfARenderHasEachOfItsSegmentsAcrossWorkers() throws Exception {
    try (TraceCollector collector = new TraceCollector();
        RealCluster cluster = new RealCluster(temp);
        WorkerProcess one = cluster.worker("one", collector.settings());
        WorkerProcess two = cluster.worker("two", collector.settings())) {
      Path clip = TestMedia.video(temp.resolve("clip.mp4"), 4 * CLIPS, "320x180", "25", 440);
      TestCluster.asset(cluster.run(cluster.ingest("clip", "ana", clip)));
      Otio otio = new Otio("25");
      String[] cuts = new String[CLIPS];
      for (int i = 0; i < CLIPS; i++) {
        // Out of order, so that nothing is one long segment, and lighter, so that nothing is
        // copied.
        cuts[i] = otio.clip("asset:clip", 100L * (CLIPS - 1 - i), 75, "", "\"opacity\":0.9");
      }
      otio.track("Video", cuts);

      List<EventMessage> told = render(cluster, otio);

      assertThat(told)
          .allSatisfy(event -> {
            assertThat(event.envelope().traceparent()).isEqualTo(TRACEPARENT);
            assertThat(event.envelope().subject()).isEqualTo("film");
          });
      Result.OfRender film = TestCluster.film(told.getLast().event());
      Cost cost = Objects.requireNonNull(((JobEvent.Completed) told.getLast().event()).cost());
      assertThat(cost.stages()).extracting(Cost.Stage::stage).contains("segment", "render-finish");
      assertThat(cost.stages().stream().mapToLong(Cost.Stage::cpuMillis).sum())
          .isEqualTo(cost.cpuMillis());
      assertThat(cost.storedBytes()).isGreaterThan(film.output().bytes());
      assertThat(one.terminate() + two.terminate()).isZero();
      List<TraceCollector.Told> spans =
          collector.spans().stream().filter(span -> span.trace().equals(TRACE)).toList();
      List<TraceCollector.Told> segments = of(spans, "segment");
      assertThat(segments).hasSize(film.segments().rendered()).hasSizeGreaterThanOrEqualTo(CLIPS);
      assertThat(segments)
          .extracting(span -> span.attributes().get("patchwork.task"))
          .doesNotHaveDuplicates();
      assertThat(segments).extracting(TraceCollector.Told::worker).containsOnly(workers(spans));
      assertThat(workers(spans)).hasSize(2);
      String plan = of(spans, "render").getFirst().id();
      assertThat(segments)
          .allSatisfy(span -> {
            assertThat(span.parent()).isEqualTo(plan);
            assertThat(span.attributes()).containsEntry("patchwork.outcome", "done");
          });
      assertThat(of(spans, "render-finish")).hasSize(1);
      assertThat(of(spans, "admission"))
          .extracting(TraceCollector.Told::parent)
          .containsOnly("b7ad6b7169203331");
      assertThat(one.log() + two.log()).contains("trace=" + TRACE);
    }
  }

  @Test
  void aCollectorThatIsAwayHoldsUpNobody() throws Exception {
    String away = "http://127.0.0.1:" + TestServices.freePort();
    try (RealCluster cluster = new RealCluster(temp);
        WorkerProcess worker =
            cluster.worker(
                "one",
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", away, "PATCHWORK_LOG_FORMAT", "json"))) {
      Path picture = TestMedia.image(temp.resolve("a.png"), "64x64");

      TestCluster.asset(cluster.run(cluster.ingest("picture", "ana", picture)));

      assertThat(worker.terminate()).isZero();
      assertThat(worker.log().lines())
          .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
    }
  }

  private static List<TraceCollector.Told> of(List<TraceCollector.Told> spans, String kind) {
    return spans.stream()
        .filter(span -> span.attributes().getOrDefault("patchwork.kind", "").equals(kind))
        .toList();
  }

  private static String[] workers(List<TraceCollector.Told> spans) {
    return spans.stream().map(TraceCollector.Told::worker).distinct().toArray(String[]::new);
  }

  /** Sends a job with a trace; its events up to its end. */
  private static List<EventMessage> render(RealCluster cluster, Otio otio) throws Exception {
    Render job = Render.of(new Id("film"), cluster.timeline(otio.bytes()), "final");
    JobRef ref = new JobRef(new JobId("traced"), "urn:test", job.kind());
    BlockingQueue<EventMessage> events = new LinkedBlockingQueue<>();
    cluster.queue().subscribeEvents(Events.patternOf(ref), message -> events.add(event(message)));
    Envelope envelope = new Envelope(ref.id(), ref.source(), null, Instant.now(), TRACEPARENT);
    cluster
        .queue()
        .publish(
            new Route.ToLane(Lanes.of(job.kind())),
            new Message(ref.id().value(), MessageCodec.write(envelope, job), Map.of()))
        .await();
    List<EventMessage> told = new java.util.ArrayList<>();
    while (true) {
      EventMessage event = events.poll(2, TimeUnit.MINUTES);
      assertThat(event).as("events after " + told).isNotNull();
      told.add(event);
      if (event.event() instanceof JobEvent.Terminal) {
        return told;
      }
    }
  }

  private static EventMessage event(Message message) {
    try {
      return MessageCodec.readEvent(message.body());
    } catch (io.patchwork.schema.wire.InvalidMessage e) {
      throw new AssertionError(e);
    }
  }
}
