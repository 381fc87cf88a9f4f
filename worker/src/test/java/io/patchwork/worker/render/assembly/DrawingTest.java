package io.patchwork.worker.render.assembly;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.render.plan.Form;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How pictures are drawn of lossless segments. */
@ExtendWith(Golden.Finder.class)
final class DrawingTest {

  private static void passes(Golden golden, Form form) {
    golden.shows(
        form + " of 31/25 s",
        Drawing.passes(form, RationalTime.ofSeconds(31, 25)).stream()
            .map(PlanText::pass)
            .collect(Collectors.joining("\n\n")));
  }

  @Test
  void aStillIsDrawnInRgb(Golden golden) {
    passes(golden, Form.PNG);
  }

  @Test
  void stillsAreDrawnOneBehindTheOther(Golden golden) {
    passes(golden, Form.ZIP);
  }

  @Test
  void aGifIsDitheredInThePaletteOfTheWhole(Golden golden) {
    passes(golden, Form.GIF);
  }

  @Test
  void anAnimatedWebpIsInItsOwnMatrix(Golden golden) {
    passes(golden, Form.WEBP);
  }
}
