package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Lanes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long source that is worked on in parts becomes what it becomes when it is worked on at once.
 */
@Timeout(300)
final class ChunksIT {

  /** Small pictures count as a quarter of HD: four seconds a part. */
  private static final Map<String, String> IN_PARTS =
      Map.of("PATCHWORK_SANDBOX", "preferred", "PATCHWORK_CHUNK_LENGTH", "1s");

  private static final Map<String, String> AT_ONCE = Map.of("PATCHWORK_SANDBOX", "preferred");

  @TempDir Path temp;

  /**
   * Frames at 30,000/1001 a second whose brightness counts to a hundred again and again, and a
   * click every second.
   */
  private Path counted(String name, int frames, String... encoder) throws Exception {
    Path file = temp.resolve(name);
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "-f",
                "lavfi",
                "-i",
                TestMedia.counted("320x180", "30000/1001", "30+2*mod(N,100)"),
                "-f",
                "lavfi",
                "-i",
                "aevalsrc=exprs='if(lt(mod(n,48000),48),0.5,0)':s=48000",
                "-frames:v",
                Integer.toString(frames),
                "-t",
                Double.toString(frames * 1001 / 30_000.0)));
    arguments.addAll(List.of(encoder));
    arguments.add(file.toString());
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return file;
  }

  private static Artifact only(AssetManifest asset, ArtifactRole role) {
    return TestCluster.one(asset.artifacts(), role);
  }

  private Path fetched(TestCluster cluster, Artifact artifact, String name) throws Exception {
    return cluster.fetch(artifact.key(), temp.resolve(name));
  }

  /** A check that comes by later deletes what was kept of the parts. */
  private static void awaitNothingLeftOver(TestCluster cluster) throws InterruptedException {
    for (int i = 0; i < 100 && !leftOver(cluster).isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(leftOver(cluster)).isEmpty();
  }

  private static List<String> leftOver(TestCluster cluster) {
    try (Stream<StoredObject> objects = cluster.store().list("chunks/")) {
      return objects.map(object -> object.key().value()).toList();
    }
  }

  @Test
  void whatIsMadeInPartsIsWhatIsMadeAtOnce() throws Exception {
    Path file =
        counted("long.mp4", 1200, "-c:v", "libx264", "-qp", "10", "-g", "50", "-c:a", "aac");

    try (TestCluster parts = new TestCluster(temp.resolve("parts"), IN_PARTS);
        TestCluster once = new TestCluster(temp.resolve("once"), AT_ONCE)) {
      AssetManifest inParts = parts.ingested(new Id("long"), file);
      AssetManifest atOnce = once.ingested(new Id("long"), file);

      assertThat(inParts.warnings()).isEmpty();
      assertThat(inParts.artifacts().stream().map(Artifact::role))
          .containsExactlyInAnyOrderElementsOf(
              atOnce.artifacts().stream().map(Artifact::role).toList());
      Path one = fetched(parts, only(inParts, ArtifactRole.RENDITION), "parts.mp4");
      Path other = fetched(once, only(atOnce, ArtifactRole.RENDITION), "once.mp4");
      assertThat(TestMedia.lumas(one)).hasSize(1200).isEqualTo(TestMedia.lumas(other));
      assertThat(TestMedia.samples(one)).isEqualTo(TestMedia.samples(other));
      Path rung = fetched(parts, only(inParts, ArtifactRole.VARIANT), "rung.mp4");
      String times =
          TestMedia.ffprobe(
              "-select_streams",
              "v",
              "-show_entries",
              "packet=pts,flags",
              "-of",
              "csv=p=0",
              rung.toString());
      assertThat(
              times.lines().filter(line -> line.contains("K")).map(line -> line.split(",", 2)[0]))
          .isEqualTo(
              Stream.iterate(0, pts -> pts + 60_060).limit(20).map(String::valueOf).toList());
      assertThat(times.lines().map(line -> Long.parseLong(line.split(",", 2)[0])).sorted())
          .isEqualTo(Stream.iterate(0L, pts -> pts + 1001).limit(1200).toList());
      assertThat(parts.prints(inParts)).isEqualTo(once.prints(atOnce));
      assertThat(inParts.loudness()).isEqualTo(atOnce.loudness());
      for (ArtifactRole role :
          List.of(
              ArtifactRole.STORYBOARD,
              ArtifactRole.WAVEFORM,
              ArtifactRole.WAVEFORM_DATA,
              ArtifactRole.PREVIEW)) {
        assertThat(only(inParts, role).sha256())
            .as(role.wireName())
            .isEqualTo(only(atOnce, role).sha256());
      }
      awaitNothingLeftOver(parts);
    }
  }

  @Test
  void groupsThatReferToTheOnesBeforeAreNoDamage() throws Exception {
    Path file = temp.resolve("open.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x180:r=30000/1001",
        "-frames:v",
        "600",
        "-c:v",
        "libx264",
        "-pix_fmt",
        "yuv420p",
        "-x264-params",
        "keyint=50:min-keyint=50:scenecut=0:open-gop=1:bframes=5:b-pyramid=2:ref=5",
        file.toString());

    try (TestCluster parts = new TestCluster(temp.resolve("parts"), IN_PARTS);
        TestCluster once = new TestCluster(temp.resolve("once"), AT_ONCE)) {
      AssetManifest inParts = parts.ingested(new Id("open"), file, TestCluster.SMALL);
      AssetManifest atOnce = once.ingested(new Id("open"), file, TestCluster.SMALL);

      assertThat(inParts.warnings()).isEmpty();
      List<Integer> one =
          TestMedia.lumas(fetched(parts, only(inParts, ArtifactRole.VARIANT), "open-parts.mp4"));
      List<Integer> other =
          TestMedia.lumas(fetched(once, only(atOnce, ArtifactRole.VARIANT), "open-once.mp4"));
      assertThat(one).hasSize(600).hasSameSizeAs(other);
      for (int i = 0; i < one.size(); i++) {
        assertThat(one.get(i)).as("frame " + i).isCloseTo(other.get(i), within(1));
      }
    }
  }

  @Test
  void everyContainerThatCanBeEnteredIsEnteredAtTheRightFrame() throws Exception {
    Path mp4 = counted("a.mp4", 600, "-c:v", "libx264", "-qp", "10", "-g", "40", "-bf", "3");
    Path mkv = temp.resolve("b.mkv");
    TestMedia.ffmpeg("-i", mp4.toString(), "-c", "copy", mkv.toString());
    Path late = temp.resolve("e.mp4");
    TestMedia.ffmpeg(
        "-itsoffset",
        "0.4",
        "-i",
        mp4.toString(),
        "-i",
        mp4.toString(),
        "-map",
        "0:v",
        "-map",
        "1:a",
        "-c",
        "copy",
        late.toString());

    try (TestCluster parts = new TestCluster(temp.resolve("parts"), IN_PARTS);
        TestCluster once = new TestCluster(temp.resolve("once"), AT_ONCE)) {
      for (Path file : List.of(mkv, late)) {
        String name = String.valueOf(file.getFileName()).substring(0, 1);
        AssetManifest inParts = parts.ingested(new Id(name), file, TestCluster.SMALL);
        AssetManifest atOnce = once.ingested(new Id(name), file, TestCluster.SMALL);
        Path one = fetched(parts, only(inParts, ArtifactRole.RENDITION), name + "-parts.mp4");
        Path other = fetched(once, only(atOnce, ArtifactRole.RENDITION), name + "-once.mp4");

        assertThat(TestMedia.lumas(one)).as(name).isEqualTo(TestMedia.lumas(other));
        assertThat(TestMedia.samples(one)).as(name).isEqualTo(TestMedia.samples(other));
      }
    }
  }

  @Test
  void aSoundThatCannotBeDecodedLeavesThePicture() throws Exception {
    Path good = counted("good.mkv", 400, "-c:v", "libx264", "-qp", "20", "-g", "50", "-c:a", "aac");
    Path bad = temp.resolve("bad.mkv");
    TestMedia.ffmpeg(
        "-i", good.toString(), "-c", "copy", "-bsf:a", "noise=amount=1", bad.toString());

    try (TestCluster parts = new TestCluster(temp.resolve("parts"), IN_PARTS)) {
      AssetManifest asset = parts.ingested(new Id("bad"), bad);

      assertThat(asset.warnings())
          .contains(
              "The file is damaged, and only its picture could be used; upload a whole copy if"
                  + " you have one.");
      assertThat(TestMedia.lumas(fetched(parts, only(asset, ArtifactRole.VARIANT), "bad.mp4")))
          .hasSize(400);
    }
  }

  @Test
  void aPictureThatCannotBeDecodedLeavesTheSound() throws Exception {
    Path good =
        counted("seen.mkv", 400, "-c:v", "libx264", "-qp", "20", "-g", "50", "-c:a", "flac");
    Path bad = temp.resolve("unseen.mkv");
    TestMedia.ffmpeg(
        "-i", good.toString(), "-c", "copy", "-bsf:v", "noise=amount=1", bad.toString());

    try (TestCluster parts = new TestCluster(temp.resolve("parts"), IN_PARTS)) {
      AssetManifest asset = parts.ingested(new Id("unseen"), bad);

      assertThat(asset.warnings())
          .contains(
              "The file is damaged, and only its sound could be used; upload a whole copy if you"
                  + " have one.");
      assertThat(
              TestMedia.samples(fetched(parts, only(asset, ArtifactRole.RENDITION), "sound.m4a"))
                  .length)
          .isGreaterThan(13 * 48_000);
    }
  }

  @Test
  void aPictureThatCannotBeEnteredIsRefusedWhereItWouldTakeTooLong() throws Exception {
    Path file = counted("long.flv", 1200, "-c:v", "flv", "-qscale:v", "2", "-ar", "44100");

    try (TestCluster parts = new TestCluster(temp.resolve("parts"), IN_PARTS)) {
      assertThat(TestCluster.failure(parts.ingest("long", file)).code())
          .isEqualTo(FailureCode.TOO_LONG);
    }
  }

  @Test
  void whatIsCheaplyMadeOfALongSourceIsMadeAtOnce() throws Exception {
    // An FLV of that length would be refused.
    Path file =
        counted("long.mp4", 1200, "-c:v", "libx264", "-qp", "20", "-g", "50", "-c:a", "aac");

    try (TestCluster parts = new TestCluster(temp.resolve("parts"), IN_PARTS)) {
      Result.OfAsset storyboard =
          TestCluster.asset(
              parts.run(new Thumbnail(parts.upload(file), Set.of(Thumbnail.Kind.STORYBOARD))));
      Result.OfAsset waveform =
          TestCluster.asset(
              parts.run(new Thumbnail(parts.upload(file), Set.of(Thumbnail.Kind.WAVEFORM))));

      assertThat(storyboard.artifacts().stream().map(Artifact::role))
          .containsExactlyInAnyOrder(ArtifactRole.STORYBOARD, ArtifactRole.STORYBOARD_INDEX);
      assertThat(waveform.artifacts().stream().map(Artifact::role))
          .containsExactlyInAnyOrder(ArtifactRole.WAVEFORM, ArtifactRole.WAVEFORM_DATA);
      assertThat(leftOver(parts)).isEmpty();
    }
  }

  @Test
  void whatIsCancelledInTheMiddleStopsAndLeavesNothing() throws Exception {
    Path file =
        counted("gone.mp4", 1200, "-c:v", "libx264", "-qp", "10", "-g", "50", "-c:a", "aac");

    try (TestCluster parts = new TestCluster(temp.resolve("parts"), IN_PARTS);
        PendingJob pending =
            parts
                .client()
                .send(
                    new Ingest(
                        new Id("gone"), parts.upload(file), List.of(), List.of(), null, null, null),
                    "gone")) {
      CountDownLatch isAtIt = new CountDownLatch(1);
      FutureTask<JobEvent> end =
          new FutureTask<>(() ->
              pending.await(event -> {
                if (event instanceof JobEvent.Progressed progressed && progressed.done() >= 1000) {
                  isAtIt.countDown();
                }
              }));
      Thread.startVirtualThread(end);
      assertThat(isAtIt.await(60, TimeUnit.SECONDS)).as("a part was made").isTrue();

      parts
          .worker()
          .cancellation()
          .cancel(pending.ref(), false, parts.worker().rendering()::cancel);

      assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Cancelled.class);
      // What still waits in the lane finds the job's end when it is delivered.
      for (int i = 0; i < 100 && parts.queue().depth(Lanes.CHUNKS) > 0; i++) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
      assertThat(parts.queue().depth(Lanes.CHUNKS)).isZero();
      awaitNothingLeftOver(parts);
    }
  }
}
