package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.fuzz.HostileBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that were made to hurt, or look as if they were: a code or the truth, and no hanging. */
@Timeout(120)
final class HostileIT {

  @Cluster static TestCluster cluster;
  @TempDir Path temp;

  private Path written(String name, byte[] bytes) throws IOException {
    return Files.write(temp.resolve(name), bytes);
  }

  private AssetManifest ingest(Path file) throws Exception {
    return cluster.ingested(new Id("a-" + file.getFileName()), file, TestCluster.SMALL);
  }

  private FailureCode refusal(Path file) throws Exception {
    return TestCluster.failure(cluster.ingest("b-" + file.getFileName(), file)).code();
  }

  private static Artifact one(AssetManifest manifest, ArtifactRole role) {
    return TestCluster.one(manifest.artifacts(), role);
  }

  @Test
  void whatIsPackedBesideAPictureIsNotUnpackedWithoutEnd() throws Exception {
    byte[] png = Files.readAllBytes(TestMedia.image(temp.resolve("plain.png"), "64x48"));
    Path text = written("text.png", HostileBytes.bombed(png, "zTXt", "Comment"));
    Path profile = written("profile.png", HostileBytes.bombed(png, "iCCP", "icc"));

    assertThat(one(ingest(text), ArtifactRole.POSTER).width()).isEqualTo(64);
    assertThat(one(ingest(profile), ArtifactRole.POSTER).width()).isEqualTo(64);
  }

  @Test
  void aGifOfManyFramesIsAsLongAsItIsAndAHugeOneIsRefused() throws Exception {
    Path many = temp.resolve("many.gif");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "testsrc2=s=16x16:r=50:d=200", "-c:v", "gif", many.toString());
    byte[] huge = Files.readAllBytes(many);
    // The logical screen, and the first frame, of 20,000 by 20,000.
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) 20_000);
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putShort(8, (short) 20_000);

    AssetManifest manifest = ingest(many);

    assertThat(manifest.media().duration()).isEqualTo(RationalTime.ofSeconds(200, 1));
    assertThat(refusal(written("huge.gif", huge)))
        .isIn(FailureCode.UNDECODABLE, FailureCode.TOO_LARGE);
  }

  @Test
  void aSoundIsAsLongAsWhatItHolds() throws Exception {
    AssetManifest lying =
        ingest(written("lying.wav", HostileBytes.wav(1, 44_100, Integer.MAX_VALUE, 88_200)));

    assertThat(lying.media().duration()).isEqualTo(RationalTime.ofSeconds(1, 1));
    assertThat(one(lying, ArtifactRole.MEZZANINE).duration())
        .isEqualTo(RationalTime.ofSeconds(1, 1));
    assertThat(refusal(written("none.wav", HostileBytes.wav(0, 44_100, 88_200, 88_200))))
        .isEqualTo(FailureCode.UNDECODABLE);
    assertThat(refusal(written("still.wav", HostileBytes.wav(1, 0, 88_200, 88_200))))
        .isEqualTo(FailureCode.UNDECODABLE);
  }

  @Test
  void tablesThatClaimTooMuchAreRefusedOrTold() throws Exception {
    byte[] good =
        Files.readAllBytes(TestMedia.video(temp.resolve("good.mp4"), 2, "160x120", "25", 440));
    // Each with the number of its entries 8 bytes behind its name, stsz with 12.
    for (Map.Entry<String, Integer> table :
        Map.of("stsz", 12, "stts", 8, "stsc", 8, "stco", 8, "ctts", 8).entrySet()) {
      byte[] bytes = good.clone();
      int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(table.getKey());
      if (at > 0) {
        ByteBuffer.wrap(bytes).putInt(at + table.getValue(), Integer.MAX_VALUE);
        JobEvent end =
            cluster.ingest(
                table.getKey(), written(table.getKey() + ".mp4", bytes), TestCluster.SMALL);
        if (end instanceof JobEvent.Failed failed) {
          assertThat(failed.code())
              .as(table.getKey())
              .isIn(FailureCode.UNDECODABLE, FailureCode.TOO_LARGE);
        } else {
          Result.OfAsset made = TestCluster.asset(end);
          Artifact rung = TestCluster.one(made.artifacts(), ArtifactRole.VARIANT);
          if (made.warnings().isEmpty()) {
            assertThat(rung.frameCount()).as(table.getKey()).isEqualTo(50);
          }
        }
      }
    }
    for (String clock : List.of("mvhd", "mdhd")) {
      byte[] bytes = good.clone();
      ByteBuffer.wrap(bytes).putInt(HostileBytes.find(bytes, clock) + 16, 0);
      JobEvent end = cluster.ingest(clock, written(clock + ".mp4", bytes), TestCluster.SMALL);
      assertThat(end).isInstanceOfAny(JobEvent.Completed.class, JobEvent.Failed.class);
    }
  }

  @Test
  void boxesWithoutEndAreRefused() throws Exception {
    byte[] good =
        Files.readAllBytes(TestMedia.video(temp.resolve("good.mp4"), 2, "160x120", "25", 440));
    byte[] beyond =
        HostileBytes.with(good, HostileBytes.find(good, "trak") - Integer.BYTES, Integer.MAX_VALUE);

    assertThat(refusal(written("nested.mp4", HostileBytes.nested(20_000))))
        .isEqualTo(FailureCode.UNDECODABLE);
    assertThat(refusal(written("overflowing.mp4", HostileBytes.overflowing(good))))
        .isEqualTo(FailureCode.UNDECODABLE);
    assertThat(cluster.ingest("beyond", written("beyond.mp4", beyond)))
        .isInstanceOfAny(JobEvent.Completed.class, JobEvent.Failed.class);
  }

  @Test
  void framesAreAsManyAsPeopleCanSee() throws Exception {
    Path fast = temp.resolve("fast.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=160x120:r=10000:d=0.5",
        "-video_track_timescale",
        "1000000",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        fast.toString());
    Path slow = temp.resolve("slow.mkv");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "testsrc2=s=160x120:r=1/50:d=150", "-c:v", "libx264", slow.toString());

    Artifact rung = one(ingest(fast), ArtifactRole.VARIANT);

    assertThat(Objects.requireNonNull(rung.frameCount())).isBetween(12L, 31L);
    assertThat(one(ingest(slow), ArtifactRole.VARIANT).frameCount()).isLessThan(150L * 30);
  }

  @Test
  void soundsOfManyAndOfUnknownChannelsAreMixedDown() throws Exception {
    Path many = temp.resolve("many.wav");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "sine=d=2",
        "-af",
        "aformat=channel_layouts=22.2",
        "-c:a",
        "pcm_s16le",
        many.toString());
    byte[] bytes = Files.readAllBytes(many);
    // The mask of the channels, 20 bytes into the format: nothing is said of where they are.
    ByteBuffer.wrap(bytes).putInt(HostileBytes.find(bytes, "fmt ") + 8 + 20, 0);
    Path unknown = written("unknown.wav", bytes);

    for (Path file : List.of(many, unknown)) {
      AssetManifest manifest = ingest(file);
      assertThat(manifest.media().audio().getFirst().channels()).isEqualTo(24);
      assertThat(one(manifest, ArtifactRole.MEZZANINE).duration())
          .isEqualTo(RationalTime.ofSeconds(2, 1));
    }
  }

  private byte[] vorbis(String rate, int seconds) throws Exception {
    Path file = temp.resolve(rate + ".ogg");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "sine=f=440:d=" + seconds + ":r=" + rate,
        "-ac",
        "2",
        "-c:a",
        "vorbis",
        "-strict",
        "-2",
        file.toString());
    return Files.readAllBytes(file);
  }

  @Test
  void aChainedOggIsHeardToItsEndOrItIsSaidThatItIsNot() throws Exception {
    ByteArrayOutputStream alike = new ByteArrayOutputStream();
    alike.write(vorbis("44100", 2));
    alike.write(vorbis("44100", 3));
    ByteArrayOutputStream different = new ByteArrayOutputStream();
    different.write(vorbis("44100", 2));
    different.write(vorbis("48000", 3));

    AssetManifest whole = ingest(written("alike.ogg", alike.toByteArray()));
    AssetManifest half = ingest(written("different.ogg", different.toByteArray()));

    assertThat(one(whole, ArtifactRole.MEZZANINE).duration())
        .isBetween(RationalTime.ofSeconds(49, 10), RationalTime.ofSeconds(51, 10));
    assertThat(whole.warnings()).isEmpty();
    // FFmpeg 8.1 cannot go on where the rate changes.
    assertThat(one(half, ArtifactRole.MEZZANINE).duration())
        .isBetween(RationalTime.ofSeconds(19, 10), RationalTime.ofSeconds(21, 10));
    assertThat(half.warnings()).isNotEmpty();
  }

  /** Its bits were flipped until a single frame was left, which comes before the first. */
  @Test
  void aPictureThatComesToNothingLeavesTheSound() throws Exception {
    byte[] flipped;
    try (InputStream in =
        Objects.requireNonNull(HostileIT.class.getResourceAsStream("flipped-bits.mp4"))) {
      flipped = in.readAllBytes();
    }

    AssetManifest asset = ingest(written("flipped.mp4", flipped));

    assertThat(asset.warnings())
        .contains(
            "The file is damaged, and only its sound could be used; upload a whole copy if you"
                + " have one.");
    assertThat(asset.artifacts())
        .extracting(Artifact::role)
        .contains(ArtifactRole.RENDITION, ArtifactRole.AUDIO, ArtifactRole.MEZZANINE)
        .doesNotContain(ArtifactRole.VARIANT);
  }

  @Test
  void aPipeIsNoFile() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("open"));
    Path pipe = folder.resolve("endless.wav");
    new ProcessBuilder("mkfifo", pipe.toString()).start().onExit().get(10, TimeUnit.SECONDS);

    try (TestCluster open =
        new TestCluster(
            temp.resolve("cluster"), Map.of("PATCHWORK_SOURCES", folder.toUri().toString()))) {
      JobEvent end = open.run(new Thumbnail(new Source.Stored(pipe.toUri()), Set.of()));

      assertThat(TestCluster.failure(end).code()).isEqualTo(FailureCode.SOURCE_NOT_ALLOWED);
      Path file = TestMedia.tone(folder.resolve("short.wav"), 1, 440);
      assertThat(open.run(new Thumbnail(new Source.Stored(file.toUri()), Set.of())))
          .isInstanceOf(JobEvent.Completed.class);
    }
  }

  @Test
  void aFilmOfOneGroupIsMade() throws Exception {
    Path file = temp.resolve("group.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=160x120:r=50:d=200",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-x264-params",
        "keyint=infinite:scenecut=0:ref=16",
        file.toString());

    AssetManifest asset = cluster.ingested(new Id("group"), file, TestCluster.SMALL);

    assertThat(one(asset, ArtifactRole.VARIANT).frameCount()).isEqualTo(10_000);
  }
}
