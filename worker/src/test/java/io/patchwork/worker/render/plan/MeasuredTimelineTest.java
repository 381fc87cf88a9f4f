package io.patchwork.worker.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.worker.Otio;
import io.patchwork.worker.attribution.AlphaMeasurements;
import io.patchwork.worker.attribution.AlphaMeasurements.Corner;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.TestTimeline;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The alpha of texts as lineage is computed from it. */
final class MeasuredTimelineTest {

  private static final Otio OTIO = new Otio("25");
  private static final AlphaGrid FULL =
      new AlphaGrid(960, 540, Collections.nCopies(AlphaGrid.CELLS, 900L * 255));

  private static Media background(int x, Rectangle box) {
    Media.Strip strip = new Media.Strip(Sha256.of("words"), "text/words", x, 0, 960, 540, FULL);
    return new Media.RasterizedText(List.of(strip), 540, false, false, null, null).on(box);
  }

  @Test
  void oneImageIsTheBackgroundOfManyBoxes() throws Exception {
    Fraction half = Fraction.of(1, 2);
    Rectangle left = new Rectangle(Fraction.of(-1, 4), Fraction.ZERO, half, half);
    Rectangle right = new Rectangle(half, Fraction.ZERO, half, half);
    // Drawn for a test, a title and a roll differ in kind alone.
    ResolvedTimeline drawn =
        new TestTimeline(
                new Otio("25")
                    .track(
                        "Video",
                        OTIO.generator("Title", "\"text\":\"words\"", 25),
                        OTIO.generator("Credits", "\"text\":\"words\"", 25)))
            .edit();
    Map<Media, Media> boxed = new HashMap<>();
    for (Media media : drawn.visibleMedia()) {
      if (media instanceof Media.RasterizedText text) {
        boxed.put(media, text.rolls() ? background(960, right) : background(-480, left));
      }
    }

    AlphaMeasurements measured =
        new MeasuredTimeline(drawn.with(boxed, List.of()), AlphaMeasurements.NONE).measurements();

    assertThat(measured.texts().get(Sha256.of("words")))
        .isEqualTo(
            new AlphaMeasurements.OfText(
                FULL,
                Map.of(
                    new Corner(-480, Fraction.ZERO), left, new Corner(960, Fraction.ZERO), right)));
  }
}
