package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which frames of a video are candidates for its poster. */
@ExtendWith(Golden.Finder.class)
final class PosterTest {

  private static void candidates(Golden golden, VideoStream stream, RationalTime duration) {
    golden.shows(
        MediaText.of(stream), PlanText.outputs(Poster.plan(stream, duration).outputs(), duration));
  }

  @Test
  void aShortVideoHasACandidateASecond(Golden golden) {
    candidates(
        golden, TestPicture.of(2560, 1080).lasting(59, 1).stream(), RationalTime.ofSeconds(59, 1));
  }

  @Test
  void aLongVideoHasSixtyCandidates(Golden golden) {
    candidates(
        golden,
        TestPicture.of(480, 852).rate(30_000, 1001).lasting(7230, 1).stream(),
        RationalTime.ofSeconds(7230, 1));
  }
}
