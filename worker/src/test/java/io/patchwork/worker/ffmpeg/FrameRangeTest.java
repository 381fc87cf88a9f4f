package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where decoding of a frame range begins, and which of its frames are output. */
@ExtendWith(Golden.Finder.class)
final class FrameRangeTest {

  private static final FrameRate RATE = FrameRate.of(25, 1);

  private static String stretch(long first, long end) {
    Tap grid = Tap.video().atConstantRate(RATE);
    OutputSpec rung = OutputSpec.file("rung", List.of(grid.trimmed()), Encoding.pixels());
    OutputSpec tiles = OutputSpec.stream("tiles", grid.select("mod(pts,10)"), Encoding.pixels());
    return PlanText.pass(
        Pass.of(
            Input.whole("source", Demuxer.MOV),
            new FrameRange(first, end),
            "0:2",
            RATE,
            List.of(rung, tiles)));
  }

  @Test
  void theFirstStretchBeginsAtTheBeginning(Golden golden) {
    golden.shows("frames 0 to 120 at 25 a second", stretch(0, 120));
  }

  @Test
  void aStretchInTheMiddleSeesThreeFramesBeforeIt(Golden golden) {
    golden.shows("frames 120 to 250 at 25 a second", stretch(120, 250));
  }

  @Test
  void theLastStretchIsOpen(Golden golden) {
    golden.shows("frames 250 to the end at 25 a second", stretch(250, -1));
  }
}
