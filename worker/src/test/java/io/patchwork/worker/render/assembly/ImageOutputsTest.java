package io.patchwork.worker.render.assembly;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.render.plan.OutputFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How images are drawn from lossless segments. */
@ExtendWith(Golden.Finder.class)
final class ImageOutputsTest {

  private static void passes(Golden golden, OutputFormat form) {
    golden.shows(
        form + " of 31/25 s",
        ImageOutputs.passes(form, RationalTime.ofSeconds(31, 25)).stream()
            .map(PlanText::pass)
            .collect(Collectors.joining("\n\n")));
  }

  @Test
  void aStillIsDrawnInRgb(Golden golden) {
    passes(golden, OutputFormat.PNG);
  }

  @Test
  void stillsAreDrawnOneBehindTheOther(Golden golden) {
    passes(golden, OutputFormat.ZIP);
  }

  @Test
  void aGifIsDitheredInThePaletteOfTheWhole(Golden golden) {
    passes(golden, OutputFormat.GIF);
  }

  @Test
  void anAnimatedWebpIsInItsOwnMatrix(Golden golden) {
    passes(golden, OutputFormat.WEBP);
  }
}
