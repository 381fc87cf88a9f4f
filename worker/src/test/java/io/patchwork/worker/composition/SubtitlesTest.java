package io.patchwork.worker.composition;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When subtitles are on screen, in frames of the film. */
@ExtendWith(Golden.Finder.class)
final class SubtitlesTest {

  private static final Otio OTIO = new Otio("25");
  private static final String CUES =
      """
      1
      00:00:01,000 --> 00:00:02,500
      first

      2
      00:00:02,100 --> 00:00:03,030
      second

      3
      00:00:03,900 --> 00:00:09,000
      third
      """;

  private static TestTimeline film(String treatment, String clip) {
    Otio otio = new Otio("25");
    otio.track("Video", OTIO.clip("asset:a", 53, 90));
    otio.treated("Subtitle", treatment, OTIO.gap(10), clip);
    return new TestTimeline(otio).video("a", TestPicture.of(640, 360).stream()).text("t", CUES);
  }

  @Test
  void cuesAreWhereTheirClipIsAndEndWithIt(Golden golden) throws Exception {
    TestTimeline film = film("\"language\":\"de\"", OTIO.clip("asset:t", 40, 70));
    List<String> lines = new ArrayList<>();
    for (Subtitles.Event event : film.edit(false).subtitles().events()) {
      lines.add(
          "frames %d to %d: %s, in the file %s s to %s s"
              .formatted(
                  event.from(),
                  event.to(),
                  event.cue().text(),
                  event.inFile().start(),
                  event.inFile().end()));
    }
    golden.shows(film.input() + "\n" + CUES, PlanText.plain(String.join("\n", lines)));
  }

  @Test
  void cuesThatAreBurntInAtOnceStandBelowEachOther(Golden golden) throws Exception {
    TestTimeline film = film("\"burn\":true", OTIO.clip("asset:t", 0, 100, Otio.speed("2"), ""));
    List<String> lines = new ArrayList<>();
    for (Subtitles.BurnIn burnIns : film.subtitles().burnIns()) {
      List<String> words = new ArrayList<>();
      for (Media media : burnIns.texts()) {
        words.add(media instanceof Media.PendingTitle(var title, var _) ? title.text() : "drawn");
      }
      lines.add("frames " + burnIns.from() + " to " + burnIns.to() + ": " + words);
    }
    golden.shows(
        film.input() + "\n" + CUES,
        String.join("\n", lines).replace("\n", " / ").replace(" / frames", "\nframes"));
  }
}
