package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.time.RationalTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Media that are not the same from their beginning to their end. */
@Timeout(300)
final class ChangingStreamsIT {

  @TempDir Path temp;
  @Cluster TestCluster cluster;

  private static Path given(String name) throws Exception {
    return Path.of(
        Objects.requireNonNull(ChangingStreamsIT.class.getResource("/cases/ingest/" + name))
            .toURI());
  }

  private AssetManifest ingested(Path file) throws Exception {
    return cluster.ingested(
        new Id(file.getFileName().toString().replaceAll("[^a-z0-9]", "-")), file);
  }

  private static RationalTime length(AssetManifest asset, ArtifactRole role) {
    return Objects.requireNonNull(TestCluster.one(asset.artifacts(), role).duration());
  }

  private Path part(String name, String picture, String sound, String from, String... options)
      throws Exception {
    Path file = temp.resolve(name);
    List<String> arguments =
        new ArrayList<>(
            List.of("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, "-preset", "fast"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-output_ts_offset", from, file.toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return file;
  }

  private Path joined(String name, Path... parts) throws Exception {
    Path file = temp.resolve(name);
    for (Path part : parts) {
      Files.write(
          file, Files.readAllBytes(part), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return file;
  }

  /** Mean luma of the left edge and of the middle of a frame, 0 to 255. */
  private List<Integer> edgeAndMiddle(AssetManifest asset, String second) throws Exception {
    Path film = cluster.fetched(asset, ArtifactRole.RENDITION, temp).getFirst();
    Path image = temp.resolve("frame-" + second + ".gray");
    TestMedia.ffmpeg(
        "-ss",
        second,
        "-i",
        film.toString(),
        "-frames:v",
        "1",
        "-vf",
        "scale=16:9:flags=area,format=gray",
        "-f",
        "rawvideo",
        "-y",
        image.toString());
    byte[] pixels = Files.readAllBytes(image);
    return List.of(pixels[4 * 16] & 0xff, pixels[4 * 16 + 8] & 0xff);
  }

  @Test
  void aPictureWhoseSizeChangesKeepsItsAspectRatio() throws Exception {
    AssetManifest asset = ingested(given("resolution-change.ts"));

    assertThat(length(asset, ArtifactRole.VARIANT))
        .isBetween(RationalTime.ofSeconds(39, 10), RationalTime.ofSeconds(4, 1));
    assertThat(asset.warnings()).isEmpty();
    assertThat(edgeAndMiddle(asset, "1").getFirst()).isGreaterThan(40);
    assertThat(edgeAndMiddle(asset, "3").getFirst()).isLessThan(20);
    assertThat(edgeAndMiddle(asset, "3").getLast()).isGreaterThan(40);
  }

  @Test
  void pixelsAndChannelsMayChangeWithTheSize() throws Exception {
    String[] flat = {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "ac3", "-ac", "2"};
    String[] deep = {"-c:v", "libx264", "-pix_fmt", "yuv422p10le", "-c:a", "ac3", "-ac", "6"};
    String[] mono = {
      "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "ac3", "-ac", "1", "-ar", "44100"
    };
    Path file =
        joined(
            "all.ts",
            part("1.ts", "color=white:s=320x180:r=25:d=2", "sine=440:d=2", "0", flat),
            part("2.ts", "color=white:s=640x480:r=25:d=2", "sine=880:d=2", "2", deep),
            part("3.ts", "color=white:s=640x360:r=25:d=2", "sine=660:d=2", "4", mono));

    AssetManifest asset = ingested(file);

    assertThat(length(asset, ArtifactRole.VARIANT))
        .isBetween(RationalTime.ofSeconds(59, 10), RationalTime.ofSeconds(61, 10));
    assertThat(length(asset, ArtifactRole.MEZZANINE))
        .isBetween(RationalTime.ofSeconds(59, 10), RationalTime.ofSeconds(61, 10));
    assertThat(edgeAndMiddle(asset, "1")).allMatch(luma -> luma > 200);
    assertThat(edgeAndMiddle(asset, "3").getFirst()).isLessThan(20);
    assertThat(edgeAndMiddle(asset, "3").getLast()).isGreaterThan(200);
    assertThat(edgeAndMiddle(asset, "5")).allMatch(luma -> luma > 200);
    assertThat(Objects.requireNonNull(cluster.prints(asset).video()).samples())
        .hasSizeGreaterThanOrEqualTo(12);
  }

  @Test
  void eachPartOfABroadcastHasTheAspectRatioOfItsPixels() throws Exception {
    String picture = "color=white:s=360x288:r=25:d=2";
    String[] narrow = {"-c:v", "mpeg2video", "-c:a", "mp2", "-vf", "setsar=16/15"};
    String[] wide = {"-c:v", "mpeg2video", "-c:a", "mp2", "-vf", "setsar=64/45"};
    Path file =
        joined(
            "wide.ts",
            part("wide-1.ts", picture, "sine=440:d=2", "0", wide),
            part("narrow-2.ts", picture, "sine=440:d=2", "0", narrow));

    AssetManifest asset = ingested(file);

    assertThat(edgeAndMiddle(asset, "1.8")).allMatch(luma -> luma > 200);
    assertThat(edgeAndMiddle(asset, "2.3").getFirst()).isLessThan(20);
    assertThat(edgeAndMiddle(asset, "3").getLast()).isGreaterThan(200);
  }

  @Test
  void joinedSongsAreAsLongAsTheirSum() throws Exception {
    Path one = temp.resolve("1.mp3");
    Path other = temp.resolve("2.mp3");
    TestMedia.ffmpeg("-f", "lavfi", "-i", "sine=d=3", "-ar", "44100", one.toString());
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "sine=880:d=4",
        "-ar",
        "48000",
        "-ac",
        "2",
        "-write_id3v1",
        "1",
        other.toString());

    AssetManifest asset = ingested(joined("songs.mp3", one, other));

    assertThat(length(asset, ArtifactRole.MEZZANINE))
        .isBetween(RationalTime.ofSeconds(69, 10), RationalTime.ofSeconds(71, 10));
    assertThat(asset.warnings()).isEmpty();
  }

  @Test
  void theLastPictureStandsUntilTheSoundEnds() throws Exception {
    AssetManifest asset = ingested(given("sound-outlasts-picture.mp4"));

    assertThat(length(asset, ArtifactRole.VARIANT)).isEqualTo(RationalTime.ofSeconds(5, 1));
    assertThat(edgeAndMiddle(asset, "4")).isEqualTo(edgeAndMiddle(asset, "4.9"));
  }

  @Test
  void aCueShowsWhatIsOnAndSilenceFillsUpToTheLastPicture() throws Exception {
    AssetManifest asset = ingested(given("still-with-song-0.2fps.mp4"));

    String index =
        Files.readString(cluster.fetched(asset, ArtifactRole.STORYBOARD_INDEX, temp).getFirst());
    assertThat(index)
        .contains("00:00:00.000 --> 00:00:05.000")
        .contains("00:00:05.000 --> 00:00:10.000");
    assertThat(length(asset, ArtifactRole.AUDIO)).isEqualTo(RationalTime.ofSeconds(10, 1));
    assertThat(length(asset, ArtifactRole.MEZZANINE)).isLessThan(RationalTime.ofSeconds(91, 10));
  }
}
