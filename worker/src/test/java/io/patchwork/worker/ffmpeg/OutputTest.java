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
    Encoding film = Encoding.copy(new Mp4(Mp4.Brand.MP4, Mp4.Layout.FAST_START));
    SubtitleTracks subtitles =
        new SubtitleTracks(
            "mov_text",
            "handler_name",
            List.of(
                new SubtitleTracks.Track("2:s", "deu", "Deutsch"),
                new SubtitleTracks.Track("3:s", "und", "Notes")));

    golden.shows(
        "a film; a film with chapters and subtitles; nothing",
        String.join(
            "\n\n",
            PlanText.options(new Output("film", List.of("0:v"), film).arguments()),
            PlanText.options(
                new Output("film", List.of("0:v"), film, OutputSpec.Kind.FILE, 1, subtitles)
                    .arguments()),
            PlanText.options(Output.nothing("none", "[a]").arguments())));
  }
}
