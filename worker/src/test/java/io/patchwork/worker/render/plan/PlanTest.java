package io.patchwork.worker.render.plan;

import io.patchwork.schema.manifest.Chapter;
import io.patchwork.worker.Golden;
import io.patchwork.worker.LineageText;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.render.graph.TestFilm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plans of small films: their segments, soundtracks and lineage. */
@ExtendWith(Golden.Finder.class)
final class PlanTest {

  private static final Otio OTIO = new Otio("25");

  private static TestFilm film(Otio otio) {
    return new TestFilm(otio)
        .video(
            "a",
            "video/mp4",
            TestPicture.of(640, 360).lasting(1000, 1).stream(),
            TestTimeline.stereo(1, 48_000))
        .video("b", TestPicture.of(640, 360).stream());
  }

  private static String segments(RenderPlan plan) {
    List<String> lines = new ArrayList<>();
    for (int place : plan.sequence()) {
      SegmentSpec spec = (SegmentSpec) plan.segments().get(place).content();
      lines.add(
          "segment %d of %d frames: shots of %s frames of %s, about %.2f s"
              .formatted(
                  place,
                  spec.frames(),
                  spec.shots().stream().map(shot -> shot.frames()).toList(),
                  spec.assets(),
                  Estimate.seconds(spec)));
    }
    return String.join("\n", lines);
  }

  @Test
  void aFilmIsCutAtEditsAndOnTheGridOfItsClips(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track(
        "Video",
        OTIO.clip("asset:a", 53, 240),
        OTIO.transition(6, 5),
        OTIO.clip("asset:b", 30, 60),
        OTIO.gap(10),
        OTIO.clip("asset:a", 53, 240));
    TestFilm film = film(otio);

    golden.shows(film.input(), segments(film.plan()));
  }

  @Test
  void whatRunsBackwardsIsCutIntoSecondsOfItsSource(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", OTIO.clip("asset:a", 2000, 60, Otio.speed("-2.5"), ""));
    TestFilm film = film(otio);

    golden.shows(film.input(), segments(film.plan()));
  }

  @Test
  void aPlanSaysWhoIsInTheFilmWithPictureAndSound(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track(
        "Video",
        OTIO.clip("asset:b", 30, 15),
        OTIO.marked(OTIO.clip("asset:a", 53, 20), 60, "One"));
    otio.track("Audio", OTIO.gap(15), OTIO.clip("asset:a", 53, 20));
    TestFilm film = film(otio);
    RenderPlan plan = film.plan();
    List<String> lines = new ArrayList<>();
    lines.add(plan.frames() + " frames, " + plan.duration() + " s");
    for (Chapter chapter : plan.chapters()) {
      lines.add("chapter " + chapter.start() + " to " + chapter.end() + ": " + chapter.title());
    }
    lines.add(LineageText.of(plan.lineage().uses(), plan.lineage().generated()));

    golden.shows(film.input(), PlanText.plain(String.join("\n", lines)));
  }

  @Test
  void soundsOfATrackThatOverlapAreInLanes(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track(
        "Audio",
        OTIO.clip("asset:a", 53, 20),
        OTIO.transition(4, 3),
        OTIO.clip("asset:a", 200, 15),
        OTIO.clip("asset:a", 300, 11));
    otio.track("Audio", OTIO.gap(9), OTIO.clip("asset:a", 500, 7));
    TestFilm film = film(otio).profile("wav");
    List<String> lines = new ArrayList<>();
    for (List<MixSpec.Clip> lane : film.soundtrack().mix().tracks()) {
      List<String> segments = new ArrayList<>();
      lane.forEach(segment ->
          segments.add(segment.at() + " to " + segment.end() + " from " + segment.first()));
      lines.add("lane: samples " + String.join(", ", segments));
    }
    lines.add(String.format(Locale.ROOT, "about %.4f s", Estimate.seconds(film.soundtrack())));

    golden.shows(film.input(), PlanText.plain(String.join("\n", lines)));
  }
}
