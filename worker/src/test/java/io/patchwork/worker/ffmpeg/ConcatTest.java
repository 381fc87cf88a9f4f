package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files end to end, every frame on its tick. */
@ExtendWith(Golden.Finder.class)
final class ConcatTest {

  @Test
  void filesOfAListArePutBackOntoTheirFrames(Golden golden) {
    Concat list = new Concat();
    FrameRate ntsc = FrameRate.of(30_000, 1001);
    list.add("a.mov", RationalTime.ofFrames(46, ntsc));
    list.add("b.mov", RationalTime.ofFrames(96, ntsc));

    golden.shows(
        "46 and 96 frames at 30000/1001 a second, 30000 ticks a second",
        list + PlanText.options(Concat.onFrames(30_000, ntsc)));
  }
}
