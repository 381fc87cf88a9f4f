package io.patchwork.worker.playlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Disposition;
import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class PlaylistsTest {

  /** Two groups of two seconds less a thousandth, as of 29.97 frames a second. */
  private static final Mp4Index PICTURE =
      new Mp4Index(
          800,
          "avc1.640028",
          Sha256.of(new byte[0]),
          30_000,
          RationalTime.ZERO,
          List.of(
              new Mp4Index.Fragment(
                  800, 500_000, RationalTime.ZERO, RationalTime.ofSeconds(60_060, 30_000)),
              new Mp4Index.Fragment(
                  500_800,
                  250_000,
                  RationalTime.ofSeconds(60_060, 30_000),
                  RationalTime.ofSeconds(30_030, 30_000))));

  private static final Mp4Index AUDIO =
      new Mp4Index(
          700,
          "mp4a.40.2",
          Sha256.of(new byte[0]),
          48_000,
          RationalTime.ofSeconds(1024, 48_000),
          List.of(
              new Mp4Index.Fragment(700, 60_000, RationalTime.ZERO, RationalTime.ofSeconds(3, 1))));

  private static final Presentation PACKAGED =
      new Presentation(
          List.of(
              new Presentation.VideoRepresentation(
                  "k-rung.mp4",
                  new FrameSize(1920, 1080),
                  FrameRate.of(30_000, 1001),
                  HouseFormat.TransferFunction.SDR,
                  PICTURE)),
          List.of(new Presentation.AudioRepresentation("k-sound.mp4", 2, AUDIO)));

  @Test
  void theMasterSaysTheTruePeakOfPictureAndSound() {
    assertThat(Hls.master(PACKAGED, List.of("k-rung.m3u8"), List.of("k-sound.m3u8"), List.of()))
        .contains(
            "#EXT-X-STREAM-INF:BANDWIDTH=2157999,AVERAGE-BANDWIDTH=2157999,"
                .replace("2157999", Long.toString(PICTURE.peakBitsPerSecond() + 160_000)),
            "CODECS=\"avc1.640028,mp4a.40.2\",RESOLUTION=1920x1080,FRAME-RATE=29.970")
        .contains("TYPE=AUDIO,GROUP-ID=\"sound\"");
    assertThat(PICTURE.peakBitsPerSecond()).isEqualTo(1_998_002);
  }

  @Test
  void aSongSaysItsLanguageWhereItIsKnown() {
    Presentation song =
        new Presentation(
            List.of(),
            List.of(
                new Presentation.AudioRepresentation(
                    "k-sound.mp4", 2, AUDIO, new StreamLabel("de", null, List.of()))));

    assertThat(Hls.master(song, List.of(), List.of("k-sound.m3u8"), List.of()))
        .contains("LANGUAGE=\"de\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\"\n")
        .contains("CODECS=\"mp4a.40.2\",AUDIO=\"sound\"\nk-sound.m3u8");
  }

  private static Presentation labelled(StreamLabel label) {
    return new Presentation(
        PACKAGED.pictures(),
        List.of(new Presentation.AudioRepresentation("k-sound.mp4", 2, AUDIO, label)));
  }

  private static String master(StreamLabel label) {
    return Hls.master(labelled(label), List.of("k-rung.m3u8"), List.of("k-sound.m3u8"), List.of());
  }

  @Test
  void aSoundHasItsNameLanguageAndPurpose() {
    StreamLabel titled = new StreamLabel("pt", "Som \"original\"", List.of(Disposition.DEFAULT));
    StreamLabel described = new StreamLabel("de", null, List.of(Disposition.VISUAL_IMPAIRED));

    assertThat(master(titled))
        .contains("NAME=\"Som original\",LANGUAGE=\"pt\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS");
    assertThat(master(described))
        .contains("NAME=\"Deutsch\",LANGUAGE=\"de\"")
        .contains(",CHARACTERISTICS=\"public.accessibility.describes-video\"");
    assertThat(master(StreamLabel.NONE)).contains("NAME=\"sound 1\",DEFAULT");
    assertThat(Dash.manifest(labelled(titled)))
        .containsSubsequence("lang=\"pt\"", "value=\"main\"");
    assertThat(Dash.manifest(labelled(described)))
        .containsSubsequence("lang=\"de\"", "value=\"description\"");
  }

  @Test
  void whatIsBrighterIsSaidToBeAndNotSwitchedTo() {
    Presentation.VideoRepresentation bright =
        new Presentation.VideoRepresentation(
            "k-hdr.mp4",
            new FrameSize(1920, 1080),
            FrameRate.of(30_000, 1001),
            HouseFormat.TransferFunction.PQ,
            PICTURE);
    Presentation both =
        new Presentation(List.of(PACKAGED.pictures().getFirst(), bright), PACKAGED.audios());

    assertThat(Hls.master(PACKAGED, List.of("k-rung.m3u8"), List.of("k-sound.m3u8"), List.of()))
        .doesNotContain("VIDEO-RANGE");
    assertThat(
            Hls.master(
                both, List.of("k-rung.m3u8", "k-hdr.m3u8"), List.of("k-sound.m3u8"), List.of()))
        .containsSubsequence("VIDEO-RANGE=SDR", "k-rung.m3u8", "VIDEO-RANGE=PQ", "k-hdr.m3u8");
    assertThat(Dash.manifest(both))
        .containsSubsequence(
            "<AdaptationSet contentType=\"video\"",
            "k-rung.mp4",
            "<AdaptationSet contentType=\"video\"",
            "cicp:TransferCharacteristics\" value=\"16\"",
            "k-hdr.mp4");
  }

  @Test
  void aMediaPlaylistSaysExactDurationsAndRanges() {
    assertThat(Hls.media("k-rung.mp4", PICTURE))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:3
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-MAP:URI="k-rung.mp4",BYTERANGE="800@0"
            #EXTINF:2.002000,
            #EXT-X-BYTERANGE:500000@800
            k-rung.mp4
            #EXTINF:1.001000,
            #EXT-X-BYTERANGE:250000@500800
            k-rung.mp4
            #EXT-X-ENDLIST
            """);
  }

  /** A player looks for what is missing with a tolerance of a quarter of a second. */
  @Test
  void noPlayerMissesTheLastMillisecondsOfASound() {
    Mp4Index audio =
        new Mp4Index(
            700,
            "mp4a.40.2",
            Sha256.of(new byte[0]),
            48_000,
            RationalTime.ofSeconds(1024, 48_000),
            List.of(
                fragment(700, 0, 96_256),
                fragment(1700, 96_256, 96_256),
                fragment(2700, 192_512, 512)));

    assertThat(Hls.media("k-sound.mp4", audio))
        .contains(
            """
            #EXTINF:1.984000,
            #EXT-X-BYTERANGE:1000@700
            k-sound.mp4
            #EXTINF:2.016000,
            #EXT-X-BYTERANGE:2000@1700
            k-sound.mp4
            #EXT-X-ENDLIST
            """);
  }

  private static Mp4Index.Fragment fragment(long offset, long start, long samples) {
    return new Mp4Index.Fragment(
        offset,
        1000,
        RationalTime.ofSeconds(start, 48_000),
        RationalTime.ofSeconds(samples, 48_000));
  }

  @Test
  void theManifestCountsInTicksOfTheFilesOwn() throws Exception {
    String text = Dash.manifest(PACKAGED);

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("Representation").getLength()).isEqualTo(2);
    assertThat(text)
        .contains("<S t=\"0\" d=\"60060\"/>", "<S t=\"60060\" d=\"30030\"/>")
        .contains("mediaRange=\"800-500799\"", "mediaRange=\"500800-750799\"")
        .contains("<Initialization range=\"0-799\"/>")
        .contains("mediaPresentationDuration=\"PT3.003000S\"");
  }
}
