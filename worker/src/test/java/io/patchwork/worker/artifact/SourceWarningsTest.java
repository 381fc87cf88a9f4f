package io.patchwork.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.EmbeddedPart;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.TestStreams;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SourceWarningsTest {

  private static final RationalTime LENGTH = RationalTime.ofSeconds(3, 1);
  private static final VideoStream PICTURE =
      TestStreams.picture(320, 180, FrameRate.of(25, 1), LENGTH);

  private static AudioStream audio(int index, @Nullable String language, @Nullable String title) {
    return new AudioStream(
        index,
        "aac",
        48_000,
        2,
        "stereo",
        RationalTime.ZERO,
        LENGTH,
        new StreamLabel(language, title, List.of()));
  }

  private static MediaInfo film(List<AudioStream> audio, OtherStream... others) {
    return film(audio, null, others);
  }

  private static MediaInfo film(
      List<AudioStream> audio, @Nullable Integer omittedChapters, OtherStream... others) {
    return new MediaInfo(
        MediaKind.VIDEO,
        "video/mp4",
        "mov",
        LENGTH,
        null,
        List.of(PICTURE),
        audio,
        null,
        List.of(others),
        List.of(),
        omittedChapters,
        null,
        new TreeMap<>(),
        List.of(),
        List.of());
  }

  @Test
  void soundsThatAreLeftOutAreNamedByTitleLanguageAndCodec() {
    MediaInfo film =
        film(
            List.of(
                audio(2, "pt", "Portuguese"), audio(1, "en", "Director"), audio(3, null, null)));

    assertThat(SourceWarnings.of(film))
        .containsExactly(
            "The file has 3 audio tracks. Only one is used: track 3 of the file (\"Portuguese\","
                + " Portuguese, aac). Left out are track 2 of the file (\"Director\", English, aac),"
                + " track 4 of the file (aac). To use another, upload it as a file of its own.");
  }

  @Test
  void whatCannotBeReadIsNamedByItsCodec() {
    OtherStream spatial =
        new OtherStream(
            2,
            OtherStream.Role.AUDIO,
            "apac",
            null,
            null,
            OtherStream.Unreadable.UNSUPPORTED_CODEC);
    OtherStream locked =
        new OtherStream(
            3, OtherStream.Role.AUDIO, "aac", null, "Extra", OtherStream.Unreadable.ENCRYPTED);

    assertThat(SourceWarnings.of(film(List.of(audio(1, null, null)), spatial, locked)))
        .containsExactly(
            "The audio track 3 of the file (Apple Positional Audio (APAC)) cannot be read here and is"
                + " left out; export it with AAC or FLAC to use it.",
            "The audio track 4 of the file (\"Extra\", aac) is protected against copying and left"
                + " out; send a copy without copy protection to use it, too.");
  }

  @Test
  void chaptersThatAreLeftOutAreCounted() {
    assertThat(SourceWarnings.of(film(List.of(), 1)))
        .containsExactly(
            "One chapter of this file is left out: a chapter must begin before the end of the file and"
                + " have a length, and at most 1,000 are kept. Correct the chapters and upload the file again to use it.");
    assertThat(SourceWarnings.of(film(List.of(), 12)).getFirst())
        .startsWith("12 chapters of this file are left out: ");
  }

  @Test
  void anEmptyTrackIsNamedAndNothingElseIsSaidOfIt() {
    OtherStream empty =
        new OtherStream(
            1, OtherStream.Role.AUDIO, "flac", null, null, OtherStream.Unreadable.EMPTY);

    assertThat(SourceWarnings.of(film(List.of(), empty)))
        .containsExactly(
            "The audio track 2 of the file (flac) is empty and left out; if something should be there,"
                + " export the file again.");
  }

  @Test
  void severalThatCannotBeReadAreNamedInOneSentence() {
    OtherStream[] spatial = new OtherStream[2];
    for (int i = 0; i < 2; i++) {
      spatial[i] =
          new OtherStream(
              i + 1,
              OtherStream.Role.AUDIO,
              "ac4",
              null,
              null,
              OtherStream.Unreadable.UNSUPPORTED_CODEC);
    }

    assertThat(SourceWarnings.of(film(List.of(audio(3, null, null)), spatial)))
        .containsExactly(
            "The audio track 2 of the file (AC-4) and audio track 3 of the file (AC-4) cannot be read"
                + " here and are left out; export them with AAC or FLAC to use them.");
  }

  @Test
  void anOrdinaryFilmHasNone() {
    OtherStream telemetry = new OtherStream(2, OtherStream.Role.DATA, "gpmd", null, null);

    assertThat(SourceWarnings.of(film(List.of(audio(1, "en", null)), telemetry))).isEmpty();
  }

  @Test
  void whatAPhotoHoldsBesideItsPictureIsNamed() {
    MediaInfo photo =
        MediaInfo.of(MediaKind.IMAGE, "image/jpeg", "jpeg_pipe", null, List.of(PICTURE), List.of())
            .holding(List.of(EmbeddedPart.MOTION, EmbeddedPart.GAIN_MAP));

    assertThat(SourceWarnings.of(photo))
        .satisfiesExactly(
            motion -> assertThat(motion).contains("motion photo"),
            gains -> assertThat(gains).contains("a gain map"));
  }

  private static MediaInfo still(String mediaType, VideoStream... streams) {
    return new MediaInfo(
        MediaKind.IMAGE,
        mediaType,
        "mov",
        null,
        null,
        List.of(streams),
        List.of(),
        null,
        List.of(),
        List.of(),
        null,
        null,
        new TreeMap<>(),
        List.of(),
        List.of());
  }

  @Test
  void whatAStillLosesIsTold() {
    TestPicture inks = TestPicture.of(64, 48).codec("mjpeg").pixels("gbrap").still();
    VideoStream colours = TestPicture.of(64, 48).codec("av1").pixels("yuv444p").still().stream();
    VideoStream alpha = TestPicture.of(64, 48).at(1).codec("av1").pixels("gray").still().stream();
    VideoStream depth = TestPicture.of(32, 24).at(1).codec("av1").pixels("gray").still().stream();

    assertThat(SourceWarnings.of(still("image/jpeg", inks.stream()))).isEmpty();
    assertThat(SourceWarnings.of(still("image/jpeg", inks.profiled().stream())))
        .singleElement()
        .asString()
        .contains("CMYK");
    assertThat(SourceWarnings.of(still("image/avif", colours, alpha)))
        .singleElement()
        .asString()
        .contains("transparency");
    assertThat(SourceWarnings.of(still("image/heic", colours, depth))).isEmpty();
    assertThat(SourceWarnings.of(still("image/x-adobe-dng", colours)))
        .singleElement()
        .asString()
        .contains("preview");
  }
}
