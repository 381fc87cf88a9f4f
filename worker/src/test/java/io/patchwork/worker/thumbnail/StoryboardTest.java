package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When the tiles of a storyboard are, and where. */
@ExtendWith(Golden.Finder.class)
final class StoryboardTest {

  private static final VideoStream WIDE = TestPicture.of(1920, 800).lasting(150, 1).stream();

  private static Storyboard of(VideoStream stream, long seconds) {
    return Storyboard.plan(stream, RationalTime.ofSeconds(seconds, 1), false);
  }

  @Test
  void aLongVideoHasATileEverySoManyWholeSeconds(Golden golden) {
    golden.shows(
        MediaText.of(WIDE),
        PlanText.outputs(of(WIDE, 150).outputs(), RationalTime.ofSeconds(150, 1)));
  }

  @Test
  void anUprightVideoHasUprightTilesASecondApart(Golden golden) {
    VideoStream upright = TestPicture.of(1920, 1080).rotated(90).lasting(100, 1).stream();

    golden.shows(
        MediaText.of(upright),
        PlanText.outputs(of(upright, 100).outputs(), RationalTime.ofSeconds(100, 1)));
  }

  @Test
  void tilesFollowEachOtherInRowsOfTenAndTheLastGoesOnToTheEnd(Golden golden) {
    String index = new StoryboardBuilder(of(WIDE, 150)).index(12, "board.jpg");
    int tenth = index.indexOf("00:00:16.000");

    golden.shows(
        "12 tiles of 160x66, two seconds apart, of a video of 150 s",
        index.substring(0, index.indexOf("00:00:04.000 -->"))
            + "…\n"
            + index.substring(index.indexOf("00:00:16.000 -->", tenth)));
  }
}
