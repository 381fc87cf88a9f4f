package io.patchwork.worker.composition;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MediaRangeCheckTest {

  /** Two seconds of picture, three of sound. */
  private static SourceMedia film() {
    return new SourceMedia(
        new Id("film"),
        Sha256.of("film"),
        "file:///uploads/film",
        MediaInfo.of(
            MediaKind.VIDEO,
            "video/mp4",
            "x",
            RationalTime.ofSeconds(3, 1),
            List.of(TestPicture.of(320, 180).lasting(2, 1).stream()),
            List.of(TestTimeline.stereo(1, 48_000))),
        null,
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        InRenders.NONE,
        null);
  }

  private static List<String> notes(boolean isVideo, long seconds) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:film", 0, 50));
    Track track = (Track) OtioReader.read(otio.bytes()).tracks().children().getFirst();
    Clip clip = (Clip) track.children().getFirst();
    Diagnostics diagnostics = new Diagnostics();
    new MediaRangeCheck(FrameRate.of(25, 1), diagnostics)
        .checkHandles(
            Map.of(clip, new Media.OfAsset(film())),
            clip,
            isVideo,
            RationalTime.ofSeconds(seconds, 1),
            true,
            "The transition");
    return diagnostics.warnings();
  }

  @Test
  void aHandleOfAPictureEndsWithThePicture() throws Exception {
    assertThat(notes(true, 1)).singleElement().asString().contains("the last frame is held there");
  }

  @Test
  void aHandleOfASoundIsSilentBehindItsEnd() throws Exception {
    assertThat(notes(false, 1)).isEmpty();
    assertThat(notes(false, 2)).singleElement().asString().contains("it is silent there");
  }
}
