package io.patchwork.worker.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of docs/time.md: media that an editor counts by its time code, from one hour on. */
final class MediaTimeTest {

  private static final Otio OTIO = new Otio("25");
  private static final FrameSize FRAME = new FrameSize(640, 360);
  private static final String CUE =
      """
      1
      00:00:02,500 --> 00:00:03,030
      a word
      """;

  /** After six seconds, four of a clip whose media is counted from 3600 s on. */
  private static TestTimeline film(String effects, long start) {
    Otio otio = new Otio("25");
    for (String kind : List.of("Video", "Audio")) {
      otio.track(kind, OTIO.gap(150), counted("asset:a", start, effects));
    }
    otio.track("Subtitle", OTIO.gap(150), counted("asset:t", start, ""));
    return new TestTimeline(otio)
        .video("a", "video/mp4", TestPicture.of(640, 360).stream(), TestTimeline.stereo(1, 44_100))
        .text("t", CUE);
  }

  private static String counted(String url, long start, String effects) {
    return OTIO.clip(url, start, 100, effects, "")
        .replace("\"available_range\":null", "\"available_range\":" + OTIO.range(90_000, 250));
  }

  private static Retime retime(ResolvedTimeline edit, long from, long to) {
    Layer layer = new LayerEvaluator(edit, FRAME).shot(from, to).layers().getFirst();
    return ((LayerContent.Video) layer.content()).retime();
  }

  private static MixClip mixClip(ResolvedTimeline edit) throws Refused {
    return MixPlanner.mixClips(edit, 480_000).getFirst().getFirst();
  }

  @Test
  void pictureSoundAndSubtitlesAreCountedFromWhereTheirMediaBegins() throws Exception {
    ResolvedTimeline edit = film("", 90_050).edit(false);

    Retime retime = retime(edit, 150, 250);
    assertThat(retime.grid()).isEqualTo(FrameRate.of(25, 1));
    assertThat(retime.frame(0)).isEqualTo(50);
    assertThat(retime.frame(99)).isEqualTo(149);
    MixClip mixClip = mixClip(edit);
    assertThat(mixClip.at()).isEqualTo(288_000);
    assertThat(mixClip.samples()).isEqualTo(192_000);
    assertThat(mixClip.first()).isEqualTo(Fraction.of(96_000));
    assertThat(edit.subtitles().events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.from()).isEqualTo(163);
          assertThat(event.to()).isEqualTo(176);
        });
  }

  @Test
  void backwardsARangeIsPlayedFromItsEnd() throws Exception {
    ResolvedTimeline edit = film(Otio.speed("-1"), 90_050).edit(false);

    Retime retime = retime(edit, 150, 250);
    assertThat(retime.frame(0)).isEqualTo(149);
    assertThat(retime.frame(99)).isEqualTo(50);
    MixClip mixClip = mixClip(edit);
    assertThat(mixClip.first()).isEqualTo(Fraction.of(288_000));
    assertThat(mixClip.samples()).isEqualTo(192_000);
    assertThat(edit.warnings()).isEmpty();
  }

  @Test
  void aRangeBeforeTheMediaBeginsIsRefused() {
    assertThatThrownBy(() -> film("", 50).edit(false))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("of asset a");
  }
}
