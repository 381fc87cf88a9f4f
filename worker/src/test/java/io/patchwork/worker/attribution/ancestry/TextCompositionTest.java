package io.patchwork.worker.attribution.ancestry;

import static io.patchwork.worker.attribution.ancestry.TestMosaics.RATE;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.frames;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.part;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.pictures;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.playing;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.slice;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.composition.Retime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words in the pictures of films inside of films: when they are read, and by how many ways. */
final class TextCompositionTest {

  private final TestMosaics films = new TestMosaics();

  @Test
  void wordsOfThirtyGenerationsAreOneTextWithTheNumberOfItsWays() throws Exception {
    Text words =
        new Text(
            frames(0, 24),
            new Origin.OfAsset(new Id("words"), Sha256.of("words")),
            frames(0, 24),
            "en",
            Box.WHOLE,
            Via.NONE);
    Slice clip = slice(frames(0, 24), part("a", frames(0, 24), Box.WHOLE, Polynomial.ONE));
    films.render(
        "g0", new Mosaic(clip.out().end(), RATE, List.of(clip), List.of(), List.of(words)));
    for (int i = 1; i <= 30; i++) {
      for (String side : List.of("left", "right")) {
        films.render(side + i, pictures(slice(frames(0, 24), whole("g" + (i - 1), "1/1"))));
      }
      films.render(
          "g" + i,
          pictures(slice(frames(0, 24), whole("left" + i, "1/2"), whole("right" + i, "1/2"))));
    }

    Mosaic film = films.get("g30");

    assertThat(film.text()).hasSize(1);
    assertThat(film.text().getFirst().ways()).isEqualTo(Fraction.of(1L << 30));
    assertThat(film.text().getFirst().via().hops()).hasSize(60);
    assertThat(Json.read(Json.bytes(film), Mosaic.class)).isEqualTo(film);
  }

  @Test
  void wordsAreReadInTheFramesThatShowThemThoughThePictureGoesOn() throws Exception {
    FrameRate innerRate = FrameRate.of(30, 1);
    RationalTime end = RationalTime.ofSeconds(2, 1);
    Interval all = new Interval(RationalTime.ZERO, end);
    Slice clip = slice(all, part("a", all, Box.WHOLE, Polynomial.ONE));
    List<Text> poem =
        List.of(
            words(
                "first",
                RationalTime.ofFrames(10, innerRate),
                RationalTime.ofFrames(20, innerRate)),
            words("second", RationalTime.ofFrames(20, innerRate), end));
    films.render("g", new Mosaic(end, innerRate, List.of(clip), List.of(), poem));
    Playback plain =
        new Playback.Frames(RATE, 0, new Retime(innerRate, Fraction.ZERO, Fraction.of(30, 24), 60));

    Mosaic film =
        films.compose(
            pictures(slice(all, playing(part("g", all, Box.WHOLE, Polynomial.ONE), plain))));

    // Frame k of 24 shows frame floor(5k / 4) of 30: the 8th shows the 10th, the 16th the 20th.
    assertThat(film.pictures()).hasSize(1);
    assertThat(film.text())
        .extracting(text -> text.origin().asset() + " " + text.out())
        .containsExactly("first " + frames(8, 16), "second " + frames(16, 48));

    Playback fromTheThird =
        new Playback.Frames(
            RATE, 0, new Retime(innerRate, Fraction.of(3), Fraction.of(30, 24), 60));
    Mosaic later =
        films.compose(
            pictures(slice(all, playing(part("g", all, Box.WHOLE, Polynomial.ONE), fromTheThird))));

    // It shows frame floor(3 + 5k / 4), which is the 10th from the 6th on and the 20th from the
    // 14th.
    assertThat(later.text())
        .extracting(text -> text.origin().asset() + " " + text.out())
        .containsExactly("first " + frames(6, 14), "second " + frames(14, 48));
  }

  private static Text words(String asset, RationalTime from, RationalTime to) {
    return new Text(
        new Interval(from, to),
        new Origin.OfAsset(new Id(asset), Sha256.of(asset)),
        new Interval(RationalTime.ZERO, RationalTime.ZERO),
        "en",
        Box.WHOLE,
        Via.NONE);
  }
}
