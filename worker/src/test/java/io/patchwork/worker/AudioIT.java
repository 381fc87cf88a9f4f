package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.AudioFingerprint;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.manifest.OtherStream;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a sound, as decoded facts. */
@Timeout(300)
final class AudioIT {

  @TempDir Path temp;
  @Cluster TestCluster cluster;

  private List<Path> fetched(AssetManifest asset, ArtifactRole role) throws Exception {
    return cluster.fetched(asset, role, temp);
  }

  @Test
  void soundIsMeasuredKeptWithHeadroomAndMadeAsLoudAsTheProfileWants() throws Exception {
    Path file = TestMedia.tone(temp.resolve("t.wav"), 6, 997);

    AssetManifest asset = cluster.ingested(new Id("tone"), file);

    Path mezzanine = fetched(asset, ArtifactRole.MEZZANINE).getFirst();
    assertThat(
            TestMedia.ffprobe(
                "-show_entries",
                "stream=codec_name,sample_rate,channels,bits_per_raw_sample",
                "-of",
                "csv=p=0",
                mezzanine.toString()))
        .isEqualTo("flac,48000,1,24");
    assertThat(Objects.requireNonNull(asset.loudness()).integratedLufs())
        .isBetween(new BigDecimal("-30"), new BigDecimal("-15"));
    short[] loud = TestMedia.samples(fetched(asset, ArtifactRole.RENDITION).getFirst());
    short[] soft = TestMedia.samples(mezzanine);
    double gain = 20 * Math.log10(rms(loud) / rms(soft));
    double wanted =
        -16 - Objects.requireNonNull(asset.loudness().integratedLufs()).doubleValue() + 6.0206;
    assertThat(gain).isCloseTo(wanted, within(0.2));
  }

  private static Path sample(String name) {
    return Path.of("src/test/resources/cases/ingest", name);
  }

  @Test
  void oppositePhasesAreSeenAndHaveNoPrintInMono() throws Exception {
    AssetManifest asset = cluster.ingested(new Id("antiphase"), sample("antiphase.wav"));

    assertThat(Files.readString(fetched(asset, ArtifactRole.WAVEFORM_DATA).getFirst()))
        .contains("-39,38,-39,38,-39,38");
    AudioFingerprint print = Objects.requireNonNull(cluster.prints(asset).audio());
    assertThat(print.unheard()).isEqualTo(AudioFingerprint.Unheard.CANCELLED);
    assertThat(print.items()).isEmpty();
    assertThat(asset.warnings()).singleElement().asString().contains("cancel each other");
  }

  @Test
  void aBlipHasAPeakAndNoLoudness() throws Exception {
    AssetManifest asset = cluster.ingested(new Id("blip"), sample("blip-20ms.wav"));

    Loudness loudness = Objects.requireNonNull(asset.loudness());
    assertThat(loudness.integratedLufs()).isNull();
    assertThat(loudness.unmeasured()).isEqualTo(Loudness.Unmeasured.SHORT);
    assertThat(loudness.rangeLu()).isNull();
    assertThat(Objects.requireNonNull(loudness.truePeakDb()).doubleValue())
        .isCloseTo(-10.5, within(0.1));
    assertThat(Objects.requireNonNull(cluster.prints(asset).audio()).unheard())
        .isEqualTo(AudioFingerprint.Unheard.SHORT);
  }

  @Test
  void oneSampleThatIsNoNumberIsNotHeard() throws Exception {
    Path file = temp.resolve("nan.wav");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "aevalsrc=exprs='if(eq(n,60000),0/0,if(eq(n,70000),1/0,0.25*sin(2*PI*440*t)))':d=3",
        "-c:a",
        "pcm_f32le",
        file.toString());

    AssetManifest asset = cluster.ingested(new Id("nan"), file);

    assertThat(Objects.requireNonNull(asset.loudness()).integratedLufs())
        .isBetween(new BigDecimal("-18"), new BigDecimal("-14"));
    assertThat(asset.loudness().rangeLu()).isNull();
    assertThat(Objects.requireNonNull(asset.loudness().truePeakDb()).doubleValue())
        .isCloseTo(-12.04, within(0.1));
  }

  private static double rms(short[] samples) {
    double sum = 0;
    for (int i = 48_000; i < samples.length - 48_000; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return Math.sqrt(sum / (samples.length - 96_000));
  }

  /** What a tone of half the full scale in one channel comes to in the stereo mezzanine. */
  private double amplitude(String layout, String channel) throws Exception {
    Path file = temp.resolve(layout + channel + ".wav");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "aevalsrc=exprs='0.5*sin(2*PI*440*t)':s=48000:d=4",
        "-af",
        "pan=" + layout + "|" + channel + "=c0",
        file.toString());
    AssetManifest asset =
        cluster.ingested(new Id(layout.replaceAll("[^0-9]", "-") + channel), file);
    Path mezzanine = fetched(asset, ArtifactRole.MEZZANINE).getFirst();
    assertThat(
            TestMedia.ffprobe(
                "-show_entries", "stream=channels", "-of", "csv=p=0", mezzanine.toString()))
        .isEqualTo("2");
    // Both sides, made mono for us: the mean of them.
    return rms(TestMedia.samples(mezzanine)) * Math.sqrt(2) / 32_768 * 2;
  }

  /** ITU-R BS.775-4, annex 4: left and right as they are, centre and surround 3 dB softer. */
  @Test
  void surroundIsMixedByTheStandardMatrix() throws Exception {
    double half = Math.sqrt(0.5) / 2;

    assertThat(amplitude("5.1", "FL")).isCloseTo(0.5 / 2, within(0.005));
    assertThat(amplitude("5.1", "FC")).isCloseTo(half, within(0.005));
    assertThat(amplitude("5.1", "BL")).isCloseTo(half / 2, within(0.005));
    assertThat(amplitude("7.1", "SR")).isCloseTo(half / 2, within(0.005));
    assertThat(amplitude("5.1", "LFE")).isCloseTo(0, within(0.005));
  }

  /** Of a tone: how often it rises through zero in a second. */
  private static double hertz(Path file) throws Exception {
    short[] samples = TestMedia.samples(file);
    int from = 48_000 / 2;
    int rises = 0;
    for (int i = from; i < from + 48_000; i++) {
      rises += samples[i] < 0 && samples[i + 1] >= 0 ? 1 : 0;
    }
    return rises;
  }

  /** The commentary is a tone of 300 Hz, the sound of the film one of 1200. */
  @Test
  void theCommentaryIsNotWhatIsHeard() throws Exception {
    Path film = Path.of("src/test/resources/cases/ingest/commentary-first.mkv");

    AssetManifest asset = cluster.ingested(new Id("commentary"), film);

    for (ArtifactRole role :
        List.of(ArtifactRole.RENDITION, ArtifactRole.MEZZANINE, ArtifactRole.AUDIO)) {
      assertThat(hertz(fetched(asset, role).getFirst()))
          .as(role.name())
          .isCloseTo(1200, within(5.));
    }
    assertThat(asset.warnings())
        .singleElement()
        .asString()
        .contains("track 2 of the file (\"Director commentary\", English, aac)");
    assertThat(Files.readString(fetched(asset, ArtifactRole.HLS).getFirst()))
        .contains("NAME=\"Portuguese\",LANGUAGE=\"pt\"");
    assertThat(Files.readString(fetched(asset, ArtifactRole.DASH).getFirst()))
        .contains("lang=\"pt\"");
  }

  @Test
  void theFrontCoverOfASoundIsItsPoster() throws Exception {
    Path file = temp.resolve("song.mp3");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "sine=f=440:d=3",
        "-f",
        "lavfi",
        "-i",
        "color=blue:s=400x400,format=yuvj420p",
        "-f",
        "lavfi",
        "-i",
        "color=red:s=500x400,format=yuvj420p",
        "-map",
        "0",
        "-map",
        "1",
        "-map",
        "2",
        "-frames:v",
        "1",
        "-c:v",
        "mjpeg",
        "-metadata:s:v:0",
        "comment=Cover (back)",
        "-metadata:s:v:1",
        "comment=Cover (front)",
        "-disposition:v",
        "attached_pic",
        file.toString());

    AssetManifest asset = cluster.ingested(new Id("song"), file);

    assertThat(asset.warnings()).isEmpty();
    assertThat(asset.media().otherStreams())
        .extracting(OtherStream::role)
        .containsExactly(OtherStream.Role.COVER, OtherStream.Role.COVER);
    assertThat(asset.media().video()).isEmpty();
    assertThat(asset.placeholder()).isNotNull();
    BufferedImage poster = ImageIO.read(fetched(asset, ArtifactRole.POSTER).getFirst().toFile());
    assertThat(poster.getWidth()).isEqualTo(500);
    int pixel = poster.getRGB(250, 200);
    assertThat(pixel >> 16 & 0xff).isGreaterThan(240);
    assertThat(pixel & 0xff).isLessThan(15);
  }

  /** A picture in JPEG of which EXIF says that it is to be turned by 90 degrees. */
  private Path turnedPhoto() throws Exception {
    byte[] jpeg =
        TestMedia.ffmpeg(
            "-f",
            "lavfi",
            "-i",
            "color=red:s=400x300,format=yuvj420p,drawbox=c=blue:w=400:h=150:t=fill",
            "-frames:v",
            "1",
            "-c:v",
            "mjpeg",
            "-f",
            "image2pipe",
            "-");
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36).put(jpeg, 0, 2);
    file.putShort((short) 0xFFE1).putShort((short) 34);
    file.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
    file.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) 6);
    file.putShort((short) 0).putInt(0).put(jpeg, 2, jpeg.length - 2);
    return Files.write(temp.resolve("turned.jpg"), file.array());
  }

  @Test
  void aCoverIsUprightInItsOwnAspectRatio() throws Exception {
    Path file = temp.resolve("turned.mp3");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "sine=f=440:d=3",
        "-i",
        turnedPhoto().toString(),
        "-map",
        "0",
        "-map",
        "1",
        "-c:v",
        "copy",
        "-disposition:v",
        "attached_pic",
        file.toString());

    AssetManifest asset = cluster.ingested(new Id("turned"), file);

    BufferedImage poster = ImageIO.read(fetched(asset, ArtifactRole.POSTER).getFirst().toFile());
    assertThat(poster.getWidth()).isEqualTo(300);
    assertThat(poster.getHeight()).isEqualTo(400);
    assertThat(poster.getRGB(30, 200) >> 16 & 0xff).isGreaterThan(240);
    assertThat(poster.getRGB(270, 200) & 0xff).isGreaterThan(200);
  }

  @Test
  void aCoverThatCannotBeDecodedCostsNothingButThePoster() throws Exception {
    Path cover = temp.resolve("cover.png");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "mandelbrot=s=400x400,format=rgb24",
        "-frames:v",
        "1",
        cover.toString());
    Path good = temp.resolve("good.mp3");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "sine=f=440:d=3",
        "-i",
        cover.toString(),
        "-map",
        "0",
        "-map",
        "1",
        "-c:v",
        "copy",
        "-disposition:v",
        "attached_pic",
        good.toString());
    byte[] bytes = Files.readAllBytes(good);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("IDAT");
    assertThat(at).isPositive();
    Arrays.fill(bytes, at + 4, at + 400, (byte) 0x55);
    Path bad = Files.write(temp.resolve("bad.mp3"), bytes);

    AssetManifest asset = cluster.ingested(new Id("bad"), bad);

    assertThat(asset.artifacts())
        .extracting(Artifact::role)
        .contains(ArtifactRole.RENDITION, ArtifactRole.WAVEFORM)
        .doesNotContain(ArtifactRole.POSTER);
    assertThat(asset.warnings()).anyMatch(warning -> warning.contains("no poster"));
    assertThat(TestMedia.samples(fetched(asset, ArtifactRole.MEZZANINE).getFirst()).length)
        .isGreaterThan(2 * 48_000);
  }
}
