package io.patchwork.worker;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was rendered once, and who may have it. */
@Timeout(180)
final class ReuseIT {

  @TempDir Path temp;

  @Cluster(holds = {Sample.COUNTER, Sample.STILL})
  TestCluster cluster;

  @Test
  void onlyWhatChangedIsRenderedAgain() throws Exception {
    Otio first = new Otio("24");
    first.track(
        "Video",
        first.clip("asset:counter", 0, 48),
        first.clip("asset:still", 0, 48),
        first.clip("asset:counter", 50, 40));
    Otio second = new Otio("24");
    second.track(
        "Video",
        second.clip("asset:counter", 0, 48),
        second.clip("asset:still", 0, 36),
        second.clip("asset:counter", 50, 40));

    Result.OfRender one = TestCluster.film(cluster.render("cut", first.bytes(), "preview"));
    Result.OfRender two = TestCluster.film(cluster.render("cut", second.bytes(), "preview"));
    Result.OfRender again = TestCluster.film(cluster.render("cut", second.bytes(), "preview"));

    assertThat(one.segments()).isEqualTo(new Result.SegmentCount(3, 0, 0, 3));
    assertThat(two.segments()).isEqualTo(new Result.SegmentCount(3, 0, 2, 1));
    assertThat(two.revision()).isNotEqualTo(one.revision());
    assertThat(again.output()).isEqualTo(two.output());
    assertThat(again.revision()).isEqualTo(two.revision());
    assertThat(again.segments()).isEqualTo(new Result.SegmentCount(3, 0, 3, 0));
  }

  @Test
  void aRenderThatGoesOnCountsWhatAnEarlierRunLeft() throws Exception {
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip("asset:counter", 1, 30),
        otio.clip("asset:still", 0, 31),
        otio.clip("asset:counter", 51, 32));
    Result.OfRender first = TestCluster.film(cluster.render("stopped", otio.bytes(), "preview"));
    // As if the first run had been killed before its last segment.
    String folder = StoreLayout.renderFolder(first.render(), first.revision());
    String marker;
    try (var markers = cluster.store().list(StoreLayout.markers(folder))) {
      marker =
          markers
              .map(object -> object.key().value().substring(StoreLayout.markers(folder).length()))
              .filter(key ->
                  cluster.store().head(StoreLayout.segment(new Sha256(key), "mp4")).isPresent())
              .findFirst()
              .orElseThrow();
    }
    cluster.store().delete(StoreLayout.segment(new Sha256(marker), "mp4"));
    cluster.store().delete(StoreLayout.marker(folder, marker));
    cluster.store().delete(StoreLayout.complete(folder));
    // Its watchdog may have found its end.
    cluster.store().delete(StoreLayout.started(folder));
    cluster.store().delete(StoreLayout.renderResult(first.render(), first.revision()));

    Result.OfRender second = TestCluster.film(cluster.render("stopped", otio.bytes(), "preview"));

    assertThat(first.segments()).isEqualTo(new Result.SegmentCount(3, 0, 0, 3));
    assertThat(second.segments()).isEqualTo(new Result.SegmentCount(3, 0, 2, 1));
    assertThat(second.frameCount()).isEqualTo(93);
  }

  @Test
  void anIdWhoseJobIsBeingRenderedIsNotGivenToAnother() throws Exception {
    Otio first = new Otio("24");
    first.track("Video", first.clip("asset:counter", 0, 48), first.clip("asset:counter", 50, 40));
    Otio second = new Otio("24");
    second.track("Video", second.clip("asset:counter", 10, 24));
    JobRef ref = new JobRef(new JobId("same"), "urn:test", JobKind.RENDER);
    byte[] one = message(ref, first);
    byte[] other = message(ref, second);

    JobEvent refused;
    JobEvent end;
    try (PendingJob pending = cluster.client().send(ref, one)) {
      AtomicBoolean isSent = new AtomicBoolean();
      refused =
          pending.await(event -> {
            // It makes progress: its end is not written yet.
            if (event instanceof JobEvent.Progressed && isSent.compareAndSet(false, true)) {
              var _ =
                  cluster
                      .queue()
                      .publish(
                          new Route.ToLane(Lanes.INTERACTIVE), new Message("m", other, Map.of()));
            }
          });
      end = pending.await(event -> {});
    }

    assertThat(TestCluster.failure(refused).code()).isEqualTo(FailureCode.ID_REUSED);
    assertThat(TestCluster.film(end).frameCount()).isEqualTo(88);
    assertThat(cluster.worker().records().find(ref).orElseThrow().dataDigest()).isNotNull();
  }

  private byte[] message(JobRef ref, Otio otio) {
    Render job = Render.of(new Id("film"), cluster.timeline(otio.bytes()), "hd");
    Envelope envelope = new Envelope(ref.id(), ref.source(), null, Instant.EPOCH, null);
    return MessageCodec.write(envelope, job);
  }

  @Test
  void equalStretchesShareOneSegment() throws Exception {
    Otio otio = new Otio("24");
    String clip = otio.clip("asset:counter", 10, 30);
    otio.track("Video", clip, otio.gap(24), clip, otio.gap(24), clip);

    Result.OfRender film = TestCluster.film(cluster.render("repeats", otio.bytes(), "preview"));

    assertThat(film.segments().total()).isEqualTo(2);
    assertThat(film.frameCount()).isEqualTo(138);
  }

  @Test
  void aLongerFilmThanTheWindowIsFinishedByItsChains() throws Exception {
    Otio otio = new Otio("24");
    String[] clips = new String[30];
    for (int i = 0; i < clips.length; i++) {
      clips[i] = otio.clip("asset:counter", i, 24);
    }
    otio.track("Video", clips);

    Result.OfRender film = TestCluster.film(cluster.render("chains", otio.bytes(), "preview"));

    assertThat(film.segments()).isEqualTo(new Result.SegmentCount(30, 0, 0, 30));
    assertThat(film.frameCount()).isEqualTo(720);
  }

  @Test
  void aSegmentThatHasLivedHalfItsLifeIsPutAnewWhenItIsUsedAgain() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:counter", 0, 48));
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(10)).truncatedTo(SECONDS));
    List<Path> segment;
    try (TestCluster now = new TestCluster(temp, Map.of())) {
      now.add(Sample.COUNTER);
      TestCluster.film(now.render("one", otio.bytes(), "preview"));
      try (var files = Files.list(temp.resolve("store/segments"))) {
        segment = files.toList();
      }
      // It, and what its ends look like.
      assertThat(segment).hasSize(2);
      for (Path file : segment) {
        Files.setLastModifiedTime(file, old);
      }

      TestCluster.film(now.render("two", otio.bytes(), "preview"));
      for (Path file : segment) {
        assertThat(Files.getLastModifiedTime(file)).as("a third of its life").isEqualTo(old);
      }
    }
    Instant inDays = Instant.now().plus(Duration.ofDays(6));
    try (TestCluster later = new TestCluster(temp, Map.of(), () -> inDays)) {
      Result.OfRender film = TestCluster.film(later.render("three", otio.bytes(), "preview"));

      assertThat(film.segments()).isEqualTo(new Result.SegmentCount(1, 0, 1, 0));
      for (Path file : segment) {
        assertThat(Files.getLastModifiedTime(file)).as("past half of it").isGreaterThan(old);
      }
    }
  }
}
