package io.patchwork.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.transcode.LadderProfiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All that is made of an upload, by what it is. */
@ExtendWith(Golden.Finder.class)
final class IngestJobTest {

  private static final RationalTime LENGTH = RationalTime.ofSeconds(42, 1);
  private static final AudioStream AUDIO =
      new AudioStream(1, "aac", 44_100, 2, "stereo", RationalTime.ZERO, null);

  private static void ingest(Golden golden, String profile, MediaInfo info) throws Exception {
    golden.shows(
        MediaText.of(info) + "\nprofile " + profile,
        PlanText.specs(
            IngestJob.specs(info, Sha256.of("content"), LadderProfiles.builtIn().named(profile))));
  }

  private static MediaInfo film(TestPicture picture, AudioStream... audio) {
    return MediaInfo.of(
        MediaKind.VIDEO,
        "video/mp4",
        "mov",
        LENGTH,
        List.of(picture.lasting(42, 1).stream()),
        List.of(audio));
  }

  @Test
  void kindsAreWordsThatKeysAreMadeOf() throws Exception {
    MediaInfo film = film(TestPicture.of(640, 360), AUDIO);
    MediaInfo still = image("image/png", TestPicture.of(640, 360).stream());

    assertThat(kinds(film))
        .containsExactly("streaming", "poster", "storyboard", "preview", "waveform", "fingerprint");
    assertThat(kinds(still)).containsExactly("rendition", "poster", "placeholder", "fingerprint");
  }

  private static List<String> kinds(MediaInfo info) throws Exception {
    return IngestJob.specs(info, Sha256.of("content"), LadderProfiles.builtIn().named("web"))
        .stream()
        .map(ArtifactSpec::kind)
        .toList();
  }

  private static MediaInfo image(String type, VideoStream picture) {
    return MediaInfo.of(MediaKind.IMAGE, type, "pipe", null, List.of(picture), List.of());
  }

  @Test
  void aFilmBecomesLadderPosterStoryboardPreviewWaveformAndPrints(Golden golden) throws Exception {
    ingest(golden, "web", film(TestPicture.of(1920, 1080), AUDIO));
  }

  @Test
  void aPhonesUprightVideoOfAVariableRateIsUprightAtAConstantOne(Golden golden) throws Exception {
    ingest(
        golden,
        "web",
        film(
            TestPicture.of(1280, 720)
                .rotated(90)
                .varying(FrameRate.of(28_300, 1000), FrameRate.of(90, 1))));
  }

  @Test
  void anHdrFilmIsInHdrAndInSdr(Golden golden) throws Exception {
    ingest(golden, "hdr", film(TestPicture.of(3840, 2160).bright("smpte2084").rate(50, 1)));
  }

  @Test
  void aTapeIsWovenAndInSquarePixels(Golden golden) throws Exception {
    ingest(
        golden,
        "web",
        film(
            TestPicture.of(720, 576)
                .codec("dvvideo")
                .pixelAspect(64, 45)
                .interlaced("bb")
                .colours(null, null, null, null)));
  }

  @Test
  void aSoundBecomesEncodingsWaveformAndPrints(Golden golden) throws Exception {
    ingest(
        golden,
        "web",
        MediaInfo.of(MediaKind.AUDIO, "audio/mp4", "mov", LENGTH, List.of(), List.of(AUDIO)));
  }

  @Test
  void aStillBecomesSizesPosterPlaceholderAndPrint(Golden golden) throws Exception {
    ingest(
        golden,
        "web",
        image(
            "image/jpeg",
            TestPicture.of(1000, 1500)
                .codec("mjpeg")
                .still()
                .pixels("yuvj420p")
                .colours("bt470bg", null, null, "pc")
                .rotated(90)
                .stream()));
  }

  @Test
  void aStillThatCanBeSeenThroughHasNoAvif(Golden golden) throws Exception {
    ingest(
        golden,
        "web",
        image(
            "image/png",
            TestPicture.of(500, 300)
                .codec("png")
                .still()
                .pixels("rgba")
                .colours(null, null, null, "pc")
                .stream()));
  }
}
