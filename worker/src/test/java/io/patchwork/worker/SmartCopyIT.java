package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.AssetManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cuts for which groups of pictures are taken from renditions as they are. */
@Timeout(120)
final class SmartCopyIT {

  private static final int FRAMES = 110;
  private static final int FIRST = 13;

  @TempDir static Path temp;
  @Cluster static TestCluster cluster;

  /** A video whose frames tell their number by their luma. */
  private static Path counted(String name, String rate, String filters, String... options)
      throws Exception {
    Path file = temp.resolve(name);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-f",
                "lavfi",
                "-i",
                TestMedia.counted("640x360", rate, "16+2*N") + filters,
                "-frames:v",
                Integer.toString(FRAMES),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-qp",
                "10"));
    arguments.addAll(List.of(options));
    arguments.add(file.toString());
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return file;
  }

  private static Artifact rung(AssetManifest manifest) {
    return manifest.artifacts().stream()
        .filter(artifact -> artifact.coding() != null)
        .findFirst()
        .orElseThrow();
  }

  private static Result.OfRender cut(String id, String asset, String rate, int length)
      throws Exception {
    Otio otio = new Otio(rate);
    otio.track("Video", otio.clip("asset:" + asset, FIRST, length));
    return TestCluster.film(cluster.render(id, otio.bytes(), "preview"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "plain.mp4 | 25 | '' | '' | 25",
        "ntsc.mp4 | 30000/1001 | '' | '' | 29.97002997002997",
        "film.mov | 24000/1001 | '' | -bf 2 | 23.976023976023978",
        "late.mkv | 25 | ,setpts=PTS+1.5/TB | -copyts | 25",
        "open.mp4 | 30 | '' | -x264-params open-gop=1:keyint=25 | 30",
        "stream.ts | 25 | '' | '' | 25",
        "dropping.mkv | 25 | ,select=mod(n+1\\,7) | -fps_mode passthrough | 25"
      })
  void whatIsCopiedIsWhatWouldHaveBeenMade(
      String file, String rate, String filters, String options, String ticks) throws Exception {
    String asset = file.substring(0, file.indexOf('.'));
    Path source =
        counted(file, rate, filters, options.isEmpty() ? new String[0] : options.split(" ", -1));
    Artifact rung = rung(cluster.ingested(new Id(asset), source));
    Path rendition = cluster.fetch(rung.key(), temp.resolve(asset + "-rung.mp4"));
    List<Integer> there = TestMedia.codedLumas(rendition);
    int length = there.size() - FIRST;

    Result.OfRender film = cut(asset, asset, ticks, length);

    assertThat(film.segments()).isEqualTo(new Result.SegmentCount(2, 1, 0, 1));
    Path made = cluster.fetch(film.output().key(), temp.resolve(asset + "-film.mp4"));
    List<Integer> shown = TestMedia.codedLumas(made);
    assertThat(shown).hasSize(length);
    for (int k = 0; k < length; k++) {
      assertThat(shown.get(k)).as("frame " + k).isCloseTo(there.get(FIRST + k), offset(1));
    }
    int group = (int) Objects.requireNonNull(rung.coding()).gopFrames();
    assertThat(TestMedia.frameDigests(made).subList(group - FIRST, length))
        .isEqualTo(TestMedia.frameDigests(rendition).subList(group, there.size()));
  }

  @Test
  void whatCanBeSeenThroughIsNotCopied() throws Exception {
    Path clear = temp.resolve("clear.mov");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "color=red@0.0:s=640x360:r=25,format=yuva444p10le",
        "-frames:v",
        "110",
        "-c:v",
        "prores_ks",
        "-profile:v",
        "4444",
        clear.toString());
    cluster.ingested(new Id("clear"), clear);

    Result.OfRender film = cut("clear", "clear", "25", 90);

    assertThat(film.segments().copied()).isZero();
    Path made = cluster.fetch(film.output().key(), temp.resolve("clear-film.mp4"));
    assertThat(TestMedia.codedLumas(made)).containsOnly(16);
  }

  @Test
  void aRenditionThatIsGoneIsNotMissed() throws Exception {
    Artifact rung = rung(cluster.ingested(new Id("gone"), counted("gone.mp4", "25", "")));
    assertThat(cut("before", "gone", "25", 90).segments().copied()).isEqualTo(1);

    cluster.store().delete(new ObjectKey(rung.key()));

    assertThat(cut("after", "gone", "25", 90).segments().copied()).isZero();

    byte[] other = {1, 2, 3};
    cluster
        .store()
        .putIfAbsent(
            new ObjectKey(rung.key()), Upload.of(other, "video/mp4", Sha256.of(other).hex()));

    assertThat(cut("another", "gone", "25", 90).segments().copied()).isZero();
  }
}
