package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Storyboards on their own. */
@Timeout(120)
final class StoryboardsIT {

  @TempDir Path temp;

  @Cluster(settings = "PATCHWORK_RETRY_DELAYS=1s,1s")
  TestCluster cluster;

  @Test
  void aStoryboardAloneIsMadeOfKeyFrames() throws Exception {
    Path file = temp.resolve("keys.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=640x360:r=25:d=6",
        "-c:v",
        "libx264",
        "-g",
        "50",
        "-sc_threshold",
        "0",
        "-bf",
        "0",
        file.toString());
    // Whoever needs more than key frames fails here: everything between them is noise.
    Path noisy = temp.resolve("noisy.mp4");
    TestMedia.ffmpeg(
        "-i",
        file.toString(),
        "-c",
        "copy",
        "-bsf:v",
        "noise=amount='if(key,0,1)'",
        noisy.toString());

    Result.OfAsset board =
        TestCluster.asset(
            cluster.run(new Thumbnail(cluster.upload(noisy), Set.of(Thumbnail.Kind.STORYBOARD))));

    assertThat(board.artifacts())
        .extracting(Artifact::role)
        .containsExactly(ArtifactRole.STORYBOARD, ArtifactRole.STORYBOARD_INDEX);
    assertThat(board.warnings()).isEmpty();
    // The last key frame is at four seconds, and stands for what is left.
    assertThat(TestCluster.one(board.artifacts(), ArtifactRole.STORYBOARD).width())
        .isEqualTo(5 * 160);
    assertThat(
            new String(
                cluster
                    .store()
                    .read(
                        new ObjectKey(
                            TestCluster.one(board.artifacts(), ArtifactRole.STORYBOARD_INDEX)
                                .key()),
                        1 << 16)
                    .orElseThrow()
                    .bytes(),
                StandardCharsets.UTF_8))
        .contains("00:00:04.000 --> 00:00:06.000");
    assertThat(
            TestCluster.failure(
                    cluster.run(
                        new Thumbnail(cluster.upload(noisy), Set.of(Thumbnail.Kind.WAVEFORM))))
                .code())
        .isEqualTo(FailureCode.NO_SUCH_STREAM);
  }

  @Test
  void aStoryboardOfAFilmWithFewKeyFramesIsMadeOfAllFrames() throws Exception {
    Path file = temp.resolve("sparse.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        TestMedia.counted("160x90", "10", "20+N"),
        "-t",
        "20",
        "-c:v",
        "libx264",
        "-x264-params",
        "keyint=infinite:scenecut=0",
        file.toString());

    Result.OfAsset board =
        TestCluster.asset(
            cluster.run(new Thumbnail(cluster.upload(file), Set.of(Thumbnail.Kind.STORYBOARD))));

    BufferedImage sheet =
        ImageIO.read(
            cluster
                .fetch(
                    TestCluster.one(board.artifacts(), ArtifactRole.STORYBOARD).key(),
                    temp.resolve("sheet.jpg"))
                .toFile());
    // Ten tiles a row, a second apart: the last is much brighter than the first.
    assertThat(sheet.getRGB(9 * 160 + 80, 90 + 45) & 0xff)
        .isGreaterThan((sheet.getRGB(80, 45) & 0xff) + 150);
  }
}
