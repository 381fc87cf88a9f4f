package io.patchwork.worker.timelineimport;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How an image sequence is packed into a MOV. */
@ExtendWith(Golden.Finder.class)
final class ImageSequenceImportTest {

  @Test
  void numberedPicturesAreCopiedIntoAFilmAtTheirRate(Golden golden) {
    MediaReference.ImageSequence sequence =
        new MediaReference.ImageSequence(
            "shots/", "shot 12_", ".png", 1001, 2, FrameRate.of(24_000, 1001), 6, false, null);

    golden.shows(
        "\"shot 12_001001.png\" and those that follow, 24000/1001 a second",
        PlanText.pass(ImageSequenceImport.pass(sequence, "png")));
  }
}
