package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where interlacing is looked for, and what is made of what was found. */
@ExtendWith(Golden.Finder.class)
final class InterlaceDetectorTest {

  @Test
  void interlacingIsLookedForAThirdIntoAFile(Golden golden) {
    VideoStream video = TestPicture.of(720, 576).at(2).stream();

    golden.shows(
        MediaText.of(video) + ", of a file of 100 s",
        PlanText.pass(
            InterlaceDetector.pass(
                "source", Demuxer.MATROSKA, video, RationalTime.ofSeconds(100, 1))));
  }

  private static String combing(TestPicture video) {
    return (InterlaceDetector.isPossible(video.stream()) ? "yes: " : "no:  ")
        + MediaText.of(video.stream());
  }

  @Test
  void onlyWhatMayBeWovenIsLookedAt(Golden golden) {
    golden.shows(
        "whether pictures may be interlaced",
        String.join(
            "\n",
            combing(TestPicture.of(1920, 1088)),
            combing(TestPicture.of(1920, 1090)),
            combing(TestPicture.of(320, 240)),
            combing(TestPicture.of(320, 238)),
            combing(TestPicture.of(720, 576).rate(30, 1)),
            combing(TestPicture.of(720, 576).rate(50, 1)),
            combing(TestPicture.of(720, 576).rotated(90)),
            combing(TestPicture.of(720, 576).codec("vp9"))));
  }

  private static String order(String claimed, int top, int bottom, int progressive) {
    String line = "lavfi.idet.multiple.current_frame=";
    String found =
        (line + "tff\n").repeat(top)
            + (line + "bff\n").repeat(bottom)
            + (line + "progressive\n").repeat(progressive);
    String order = InterlaceDetector.fieldOrder(found, claimed.isEmpty() ? null : claimed);
    return "header says %s; %d top first, %d bottom first, %d progressive: %s"
        .formatted(
            claimed.isEmpty() ? "progressive" : claimed,
            top,
            bottom,
            progressive,
            order == null ? "progressive" : order);
  }

  @Test
  void aHeaderIsOverruledByNearlyAllFrames(Golden golden) {
    golden.shows(
        "what was found in 16 frames",
        String.join(
            "\n",
            order("", 12, 0, 1),
            order("", 11, 0, 1),
            order("", 1, 13, 0),
            order("", 12, 1, 1),
            order("tt", 3, 0, 4),
            order("tt", 4, 0, 4),
            order("bb", 0, 0, 3),
            order("tt", 0, 0, 0)));
  }
}
