package io.patchwork.worker.composition;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chapters of a film, by the markers in it. */
@ExtendWith(Golden.Finder.class)
final class ChaptersTest {

  private static final Otio OTIO = new Otio("25");

  @Test
  void aChapterGoesFromMarkerToMarkerInTheTimeOfTheFilm(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track(
        "Video",
        OTIO.marked(OTIO.clip("asset:a", 53, 20), 60, "One"),
        OTIO.marked(OTIO.clip("asset:a", 200, 30), 240, "Trimmed away"),
        OTIO.marked(OTIO.clip("asset:a", 300, 40, Otio.speed("2"), ""), 324, "Two"));
    TestTimeline film = new TestTimeline(otio).video("a", TestPicture.of(640, 360).stream());

    golden.shows(
        film.input(),
        PlanText.plain(
            Chapters.of(film.edit(false), 90).stream()
                .map(chapter ->
                    chapter.start() + " s to " + chapter.end() + " s: " + chapter.title())
                .collect(Collectors.joining("\n"))));
  }
}
