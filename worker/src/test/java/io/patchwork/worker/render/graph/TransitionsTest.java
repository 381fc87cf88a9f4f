package io.patchwork.worker.render.graph;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.SegmentSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How one shot becomes another, in the graph of a segment. */
@ExtendWith(Golden.Finder.class)
final class TransitionsTest {

  private static final Otio OTIO = new Otio("25");

  private static TestFilm film(String... items) {
    return new TestFilm(new Otio("25").track("Video", items))
        .video("a", TestPicture.of(640, 360).stream())
        .video("b", TestPicture.of(640, 360).stream());
  }

  /** From 4 frames before the cut to 3 behind it: frames 16 to 23 of the film. */
  private static TestFilm transition(String manner) {
    return film(
        OTIO.clip("asset:a", 53, 20), OTIO.transition(4, 3, manner), OTIO.clip("asset:b", 30, 15));
  }

  private static void shots(Golden golden, TestFilm film) throws Exception {
    golden.shows(film.input(), film.composition());
  }

  @Test
  void aDissolveLaysTheOneThatComesOverTheOneThatGoes(Golden golden) throws Exception {
    shots(golden, transition(""));
  }

  @Test
  void aDissolveFromNothingFadesIn(Golden golden) throws Exception {
    shots(golden, film(OTIO.transition(0, 7), OTIO.clip("asset:b", 30, 29)));
  }

  @Test
  void aWipeBeginsHalfAFrameBeforeItsFirst(Golden golden) throws Exception {
    shots(golden, transition("\"kind\":\"wipe-left\""));
  }

  @Test
  void aWipeThatRunsBackwardsIsItsOppositeFromTheOneThatComes(Golden golden) throws Exception {
    String nested =
        Otio.nested(
            "Track",
            OTIO.range(0, 35),
            Otio.speed("-1"),
            "",
            OTIO.clip("asset:a", 53, 20),
            OTIO.transition(4, 3, "\"kind\":\"cover-up\""),
            OTIO.clip("asset:b", 30, 15));

    shots(golden, film(nested));
  }

  @Test
  void ofACrossingLongerThanXfadeTakesTheClockGoesSlower(Golden golden) throws Exception {
    TestFilm film =
        film(
            OTIO.clip("asset:a", 2000, 800),
            OTIO.transition(800, 700, "\"kind\":\"smooth-down\""),
            OTIO.clip("asset:b", 1000, 700));

    RenderPlan plan = film.plan();
    SegmentSpec first = (SegmentSpec) plan.segments().getFirst().content();
    golden.shows(film.input(), film.composition(first));
  }

  @Test
  void whatCrossesAboveOtherPicturesKeepsItsAlpha(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", OTIO.clip("asset:a", 60, 7));
    otio.track(
        "Video", OTIO.clip("asset:a", 30, 3), OTIO.transition(3, 4, "\"kind\":\"circle-open\""));

    shots(golden, new TestFilm(otio).video("a", TestPicture.of(640, 360).stream()));
  }

  /** Held two frames into a transition of seven. */
  private static String frozen(String manner) {
    return Otio.nested(
        "Track",
        OTIO.range(18, 25),
        Otio.speed("0"),
        "",
        OTIO.clip("asset:a", 53, 20),
        OTIO.transition(4, 3, manner),
        OTIO.clip("asset:b", 30, 15));
  }

  @Test
  void aTransitionThatStandsIsDrawnOnce(Golden golden) throws Exception {
    shots(golden, film(frozen("\"kind\":\"wipe-left\"")));
  }

  @Test
  void aDissolveThatStandsIsAnOpacity(Golden golden) throws Exception {
    shots(golden, film(frozen("")));
  }
}
