package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.manifest.VideoSample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What contents are recognised by. */
@Timeout(300)
final class FingerprintsIT {

  @TempDir Path temp;
  @Cluster static TestCluster cluster;

  private FingerprintDocument prints(String name, Path file) throws Exception {
    return cluster.prints(cluster.ingested(new Id(name), file));
  }

  private Path made(String name, String... arguments) throws Exception {
    Path file = temp.resolve(name);
    TestMedia.ffmpeg(
        Stream.concat(Stream.of(arguments), Stream.of(file.toString())).toArray(String[]::new));
    return file;
  }

  private static Sha256 picture(FingerprintDocument prints) {
    return Objects.requireNonNull(prints.video()).decodedDigest();
  }

  private static Sha256 audio(FingerprintDocument prints) {
    return Objects.requireNonNull(prints.audio()).decodedDigest();
  }

  @Test
  void theEssenceOfAFilmIsTheSameInAnotherContainer() throws Exception {
    Path film = TestMedia.video(temp.resolve("film.mp4"), 3, "320x180", "25", 440);
    Path moved =
        made("moved.mov", "-i", film.toString(), "-c", "copy", "-metadata", "title=Mine now");
    Path other =
        made(
            "other.mp4",
            "-i",
            film.toString(),
            "-vf",
            "drawbox=x=99:y=99:w=2:h=2:t=fill",
            "-af",
            "volume=0.9",
            "-c:v",
            "libx264",
            "-qp",
            "0");
    Path same = made("same.mkv", "-i", film.toString(), "-c:v", "ffv1", "-an");

    FingerprintDocument prints = prints("film", film);
    FingerprintDocument elsewhere = prints("moved", moved);
    FingerprintDocument changed = prints("other", other);

    assertThat(elsewhere.sha256()).isNotEqualTo(prints.sha256());
    assertThat(picture(elsewhere)).isEqualTo(picture(prints));
    assertThat(audio(elsewhere)).isEqualTo(audio(prints));
    assertThat(picture(changed)).isNotEqualTo(picture(prints));
    assertThat(audio(changed)).isNotEqualTo(audio(prints));
    assertThat(picture(prints("same", same))).isEqualTo(picture(prints));
  }

  @Test
  void theEssenceOfASoundIsTheSameHoweverItIsKeptWithoutLoss() throws Exception {
    Path wav = TestMedia.tone(temp.resolve("a.wav"), 4, 440);
    Path flac = made("a.flac", "-i", wav.toString());
    Path mp3 = made("a.mp3", "-i", wav.toString());

    Sha256 decodedDigest = audio(prints("wav", wav));

    assertThat(audio(prints("flac", flac))).isEqualTo(decodedDigest);
    assertThat(audio(prints("mp3", mp3))).isNotEqualTo(decodedDigest);
  }

  @Test
  void theEssenceOfAPictureIsTheSameHoweverItIsPacked() throws Exception {
    Path image = TestMedia.image(temp.resolve("a.png"), "400x300");
    Path packed = made("b.png", "-i", image.toString(), "-pred", "none", "-compression_level", "1");
    Path other = made("c.png", "-i", image.toString(), "-vf", "drawbox=x=9:y=9:w=1:h=1:c=red");

    FingerprintDocument prints = prints("a", image);

    Sha256 decodedDigest = Objects.requireNonNull(prints.still()).decodedDigest();
    assertThat(Objects.requireNonNull(prints("b", packed).still()).decodedDigest())
        .isEqualTo(decodedDigest);
    assertThat(Objects.requireNonNull(prints("c", other).still()).decodedDigest())
        .isNotEqualTo(decodedDigest);
  }

  @Test
  void aVideoIsHashedTwiceASecondAndAtItsCuts() throws Exception {
    Path file = temp.resolve("cut.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "mandelbrot=s=640x360:r=25",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=640x360:r=25",
        "-filter_complex",
        "[0]trim=end_frame=30,setpts=PTS-STARTPTS[a];[1]trim=end_frame=45,setpts=PTS-STARTPTS[b];[a][b]concat",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        file.toString());

    FingerprintDocument prints = cluster.prints(cluster.ingested(new Id("cut"), file));

    List<VideoSample> samples = Objects.requireNonNull(prints.video()).samples();
    assertThat(samples.stream().map(sample -> sample.time().toString()))
        .containsExactly("0/1", "13/25", "1/1", "6/5", "38/25", "2/1", "63/25");
    assertThat(samples.stream().filter(VideoSample::isCut).map(VideoSample::time))
        .hasSize(1)
        .allSatisfy(time -> assertThat(time).hasToString("6/5"));
    assertThat(samples).allSatisfy(sample -> assertThat(sample.quality()).isGreaterThan(50));
  }

  /** The hashes of the reference, every frame of them, against ours at the same times. */
  @Test
  void ourSamplesLieCloseToTheReferences() throws Exception {
    Path vectors = Path.of("src/test/resources/vectors/vpdq");
    try (Stream<Path> files = Files.list(vectors)) {
      for (Path clip : files.filter(file -> file.toString().endsWith(".mp4")).sorted().toList()) {
        String name = Objects.requireNonNull(clip.getFileName()).toString().replace(".mp4", "");
        List<String> lines =
            Files.readAllLines(clip.resolveSibling(name + ".txt"), StandardCharsets.UTF_8);
        List<Integer> distances = new ArrayList<>();
        AssetManifest asset = cluster.ingested(new Id(name), clip, TestCluster.SMALL);
        for (VideoSample sample : Objects.requireNonNull(cluster.prints(asset).video()).samples()) {
          long frame =
              sample
                  .time()
                  .nearestFrame(
                      Objects.requireNonNull(
                          asset.media().videoStream().orElseThrow().averageFrameRate()));
          if (frame < lines.size()) {
            String hash = lines.get((int) frame).split(",", -1)[2];
            distances.add(
                new java.math.BigInteger(hash, 16)
                    .xor(new java.math.BigInteger(sample.hash(), 16))
                    .bitCount());
          }
        }
        distances.sort(null);
        assertThat(distances).isNotEmpty();
        // Untagged HD is BT.709 to us, as to players, and BT.601 to the reference.
        boolean isOtherColour = asset.media().videoStream().orElseThrow().height() >= 720;
        assertThat(distances.get(distances.size() / 2))
            .as(name)
            .isLessThanOrEqualTo(isOtherColour ? 16 : 4);
      }
    }
  }
}
