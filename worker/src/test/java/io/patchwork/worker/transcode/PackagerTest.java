package io.patchwork.worker.transcode;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How what was encoded apart becomes one file. */
@ExtendWith(Golden.Finder.class)
final class PackagerTest {

  private static final RationalTime LENGTH = RationalTime.ofSeconds(42, 1);
  private static final FrameRate NTSC = FrameRate.of(30_000, 1001);

  @Test
  void theProgressiveFileHasItsIndexInFront(Golden golden) {
    golden.shows(
        "a rung of 30000/1001 frames a second and a sound, of 42 s",
        PlanText.pass(
            Packager.progressive(
                List.of("rung-720p.mp4", "sound-160k.mp4"), "rendition.mp4", NTSC, LENGTH)));
  }

  @Test
  void aSoundAloneHasNoTicksOfFrames(Golden golden) {
    golden.shows(
        "a sound of 42 s",
        PlanText.pass(
            Packager.progressive(List.of("sound-160k.mp4"), "rendition.m4a", null, LENGTH)));
  }

  @Test
  void stretchesOfARungAreJoinedOnTheirFrames(Golden golden) {
    golden.shows(
        "stretches at 30000/1001 frames a second, of 42 s",
        PlanText.pass(
            StreamingBuilder.concatPass("rung-720p.mp4.txt", "rung-720p.mp4", NTSC, LENGTH)));
  }
}
