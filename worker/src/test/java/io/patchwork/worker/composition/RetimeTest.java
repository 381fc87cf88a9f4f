package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which frame of a video is shown in which frame of a shot. */
@ExtendWith(Golden.Finder.class)
final class RetimeTest {

  private static String line(Fraction first, Fraction step) {
    Retime retime = new Retime(FrameRate.of(25, 1), first, step, 12);
    return "from "
        + first
        + " in steps of "
        + step
        + ": "
        + LongStream.range(0, 10).mapToObj(k -> Long.toString(retime.frame(k))).toList()
        + ", goes on from "
        + retime.begins()
        + (retime.ends() == Long.MAX_VALUE ? "" : " to " + retime.ends());
  }

  @Test
  void theFrameIsShownThatIsOnWhenTheOutputsBeginsAndEdgesStand(Golden golden) {
    List<String> lines = new ArrayList<>();
    lines.add(line(Fraction.of(5), Fraction.ONE));
    lines.add(line(Fraction.of(-2), Fraction.ONE));
    lines.add(line(Fraction.of(3), Fraction.of(2)));
    lines.add(line(Fraction.of(1, 2), Fraction.of(2, 5)));
    lines.add(line(Fraction.of(8), Fraction.of(-1)));
    lines.add(line(Fraction.of(13), Fraction.of(-3, 2)));
    lines.add(line(Fraction.of(7), Fraction.ZERO));
    golden.shows(
        "a video of 12 frames, ten frames of a shot", PlanText.plain(String.join("\n", lines)));
  }
}
