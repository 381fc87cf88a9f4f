package io.patchwork.worker.ffmpeg;

import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is written, and what its source says of itself that stays out. */
@ExtendWith(Golden.Finder.class)
final class OutputTest {

  @Test
  void onlyAFileWithChaptersKeepsWhatItsSourceSays(Golden golden) {
    golden.shows(
        "a film; a film with chapters and subtitles; nothing",
        String.join(
            "\n\n",
            PlanText.options(new Output("film", List.of("0:v"), List.of()).arguments()),
            PlanText.options(
                new Output("film", List.of("0:v", "2:s"), List.of("-map_metadata", "1"))
                    .arguments()),
            PlanText.options(
                new Output("none", List.of("[a]"), List.of(), Product.Kind.NOTHING).arguments())));
  }
}
