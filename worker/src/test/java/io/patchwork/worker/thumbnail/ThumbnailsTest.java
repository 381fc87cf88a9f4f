package io.patchwork.worker.thumbnail;

import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands for which kind of source. */
@ExtendWith(Golden.Finder.class)
final class ThumbnailsTest {

  private static final RationalTime LENGTH = RationalTime.ofSeconds(42, 1);

  private static MediaInfo film(TestPicture picture) {
    return MediaInfo.of(
        MediaKind.VIDEO, "video/mp4", "mov", LENGTH, List.of(picture.stream()), List.of());
  }

  @Test
  void aStoryboardAloneIsOfKeyFramesWhereTheyAreClose(Golden golden) throws Exception {
    MediaInfo close = film(TestPicture.of(640, 360).lasting(42, 1).group(12));
    MediaInfo far = film(TestPicture.of(640, 360).lasting(42, 1).group(13));
    Set<Thumbnail.Kind> storyboard = Set.of(Thumbnail.Kind.STORYBOARD);
    Set<Thumbnail.Kind> both = Set.of(Thumbnail.Kind.STORYBOARD, Thumbnail.Kind.POSTER);

    golden.shows(
        MediaText.of(close) + "\n" + MediaText.of(far),
        "storyboard of close key frames: "
            + ofKeyFrames(close, storyboard)
            + "\nwith a poster: "
            + ofKeyFrames(close, both)
            + "\nof far ones: "
            + ofKeyFrames(far, storyboard));
  }

  private static String ofKeyFrames(MediaInfo info, Set<Thumbnail.Kind> kinds) throws Exception {
    return Thumbnails.plan(info, kinds).stream()
            .anyMatch(each -> each.kind().equals("storyboard") && each.needsKeyFramesOnly())
        ? "key frames"
        : "all frames";
  }

  @Test
  void aSoundIsShownByItsCoverAndItsWaveform(Golden golden) {
    VideoStream cover =
        TestPicture.of(700, 500).codec("mjpeg").still().pixels("yuvj444p").at(1).stream();
    AudioStream audio = new AudioStream(0, "mp3", 44_100, 2, "stereo", RationalTime.ZERO, null);
    MediaInfo info =
        new MediaInfo(
            MediaKind.AUDIO,
            "audio/mpeg",
            "mp3",
            LENGTH,
            null,
            List.of(),
            List.of(audio),
            cover,
            List.of(),
            List.of(),
            null,
            null,
            new java.util.TreeMap<>(),
            List.of(),
            List.of());

    golden.shows(MediaText.of(info), PlanText.specs(Thumbnails.plan(info)));
  }
}
