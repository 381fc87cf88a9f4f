package io.patchwork.worker;

import static io.patchwork.worker.Reel.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.time.Fraction;
import java.nio.file.Path;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Words in a film: shots of one, which has 640×360. */
@Timeout(120)
final class TitlesIT {

  private static final Reel REEL = new Reel(24);
  private static final Otio OTIO = REEL.otio();

  @Cluster(holds = Sample.DARK)
  static TestCluster cluster;

  private static Film film;

  @BeforeAll
  static void render(@TempDir Path temp) throws Exception {
    film = Film.of(REEL, cluster, temp);
  }

  private static final Reel.Shot TITLE =
      REEL.shot(
          "title",
          24,
          track(OTIO.clip("asset:dark", 0, 24)),
          track(
              OTIO.generator(
                  "Title",
                  """
                  "text":"Привет — مرحبا — שלום — नमस्ते — สวัสดี — 你好","size":0.1,
                  "box":{"x":0,"y":0.5,"width":1,"height":0.5}\
                  """,
                  24)));

  @Test
  void aTitleIsWhereItWasPutAndTakesWhatItsInkHides() {
    film.assertLuma(TITLE, 10, 640, 160, 0, 10).isCloseTo(60, offset(1));
    film.assertLuma(TITLE, 10, 640, 170, 0, 185).isBetween(64, 120);
    Fraction seen = film.uses(TITLE).getFirst().visible();
    assertThat(seen).isBetween(Fraction.of(4, 5), Fraction.of(99, 100));
    assertThat(film.generated(TITLE))
        .extracting(Generated::generator, Generated::visible)
        .containsExactly(Tuple.tuple("text", Fraction.ONE.minus(seen)));
  }

  private static final Reel.Shot CREDITS =
      REEL.shot(
          "credits",
          72,
          track(
              OTIO.clip("asset:dark", 0, 24),
              OTIO.generator("Credits", "\"text\":\"With\",\"size\":0.2", 48)));

  @Test
  void everybodyWhoIsInTheFilmIsInItsCredits() {
    // Nothing yet, the roll in the middle, gone by.
    film.assertLuma(CREDITS, 24, 640, 300, 0, 30).isCloseTo(16, offset(1));
    film.assertLuma(CREDITS, 48, 640, 300, 0, 30).isGreaterThan(19);
    film.assertLuma(CREDITS, 71, 640, 300, 0, 30).isCloseTo(16, offset(1));
  }

  private static final Reel.Shot EMOJI =
      REEL.shot(
          "emoji",
          24,
          track(OTIO.generator("Title", "\"text\":\"\uD83D\uDC4D\uD83C\uDFFD\",\"size\":0.5", 24)));

  @Test
  void emojiAreSeen() {
    // In the middle, and not what only tells the colour of the hand.
    film.assertLuma(EMOJI, 12, 200, 300, 220, 30).isGreaterThan(22);
    film.assertLuma(EMOJI, 12, 200, 300, 420, 30).isCloseTo(16, offset(1));
  }

  @Test
  void aLetterThatNoFontHasIsRefused() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.generator("Title", "\"text\":\"a \\uDBFF\\uDFFD b\"", 24));

    JobEvent.Failed failed = TestCluster.failure(cluster.render("tofu", otio.bytes(), "preview"));

    assertThat(failed.code()).isEqualTo(FailureCode.MISSING_FONT);
    assertThat(failed.message()).startsWith("Video track 1, item 1").contains("U+10FFFD");
  }
}
