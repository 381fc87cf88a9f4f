package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which moments of a video its preview shows. */
@ExtendWith(Golden.Finder.class)
final class PreviewTest {

  private static void moments(Golden golden, VideoStream stream, RationalTime duration) {
    Preview preview = Preview.plan(stream, duration);
    golden.shows(
        MediaText.of(stream),
        PlanText.outputs(preview.outputs(), duration)
            + "\nat "
            + preview.rate()
            + " frames a second");
  }

  @Test
  void aPreviewShowsFiveMomentsOfALongVideo(Golden golden) {
    moments(
        golden, TestPicture.of(1920, 800).lasting(42, 1).stream(), RationalTime.ofSeconds(42, 1));
  }

  @Test
  void aPreviewShowsAllOfAShortVideo(Golden golden) {
    moments(
        golden,
        TestPicture.of(720, 1280).rate(15, 2).lasting(4, 1).stream(),
        RationalTime.ofSeconds(4, 1));
  }

  @Test
  void aPreviewIsAnAnimatedWebpThatGoesOnForever(Golden golden) {
    golden.shows("the frames of a preview", PlanText.pass(Preview.encoding("preview.y4m")));
  }
}
