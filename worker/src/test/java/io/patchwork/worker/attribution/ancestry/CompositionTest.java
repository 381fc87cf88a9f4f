package io.patchwork.worker.attribution.ancestry;

import static io.patchwork.worker.attribution.ancestry.TestMosaics.constant;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.frames;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.part;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.pictures;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.playing;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.seconds;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.slice;
import static io.patchwork.worker.attribution.ancestry.TestMosaics.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.failure.Failure.Refused;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Films inside of films: who is seen and heard in the part that is used. */
final class CompositionTest {

  private static final Fraction HALF = Fraction.of(1, 2);
  private static final Box LEFT = new Box(Fraction.ZERO, Fraction.ZERO, HALF, Fraction.ONE);
  private static final Box RIGHT = new Box(HALF, Fraction.ZERO, Fraction.ONE, Fraction.ONE);

  private final TestMosaics films = new TestMosaics();

  private static Mosaic leftAndRight() {
    return pictures(
        new Slice(
            frames(0, 24),
            List.of(
                Tile.of(LEFT, List.of(part("a", frames(0, 24), Box.WHOLE, Polynomial.ONE))),
                Tile.of(RIGHT, List.of(part("b", frames(0, 24), Box.WHOLE, Polynomial.ONE))))));
  }

  @Test
  void aFilmThatWasMadeAnewFromItselfUnderItsIdIsNoCycle() throws Exception {
    AssetContent before = AssetContent.unknown(new Id("before"));
    AssetContent earlier = new AssetContent(new Id("film"), before.sha256());
    Mosaic first =
        pictures(slice(frames(0, 24), part("a", frames(0, 24), Box.WHOLE, Polynomial.ONE)));
    Part inside = whole("film", "1/1");
    Part playingEarlier =
        new Part(
            new Origin.OfAsset(earlier),
            inside.source(),
            inside.picture(),
            inside.weight(),
            inside.factors(),
            Via.NONE,
            inside.method(),
            inside.playback(),
            null);
    Map<AssetContent, Mosaic> films =
        Map.of(
            earlier,
            first,
            AssetContent.unknown(new Id("film")),
            pictures(slice(frames(0, 24), playingEarlier)));

    Mosaic composed =
        new Ancestry(content -> Optional.ofNullable(films.get(content)))
            .compose(pictures(slice(frames(0, 24), inside)));

    assertThat(seconds(composed.pictures())).isEqualTo(Map.of("a", "1/1"));
  }

  @Test
  void whoIsCoveredInsideOfTheRenderIsNotSeen() throws Exception {
    films.render("m", leftAndRight());
    Part m = playing(part("m", frames(0, 24), Box.WHOLE, Polynomial.ONE), frames(24, "0", "1"));
    Mosaic film =
        pictures(
            new Slice(
                frames(0, 24),
                List.of(
                    Tile.of(LEFT, List.of(part("c", frames(0, 24), Box.WHOLE, Polynomial.ONE))),
                    Tile.of(RIGHT, List.of(m)))));

    assertThat(seconds(films.compose(film).pictures())).isEqualTo(Map.of("b", "1/2", "c", "1/2"));
  }

  @Test
  void aCropLeavesOneOfTwoPeopleOut() throws Exception {
    films.render("m", leftAndRight());
    // The left half of the render fills the frame, so the whole is twice as wide.
    Box wide = new Box(Fraction.ZERO, Fraction.ZERO, Fraction.of(2), Fraction.ONE);
    Part m = playing(part("m", frames(0, 24), wide, Polynomial.ONE), frames(24, "0", "1"));

    assertThat(seconds(films.compose(pictures(slice(frames(0, 24), m))).pictures()))
        .isEqualTo(Map.of("a", "1/1"));
  }

  @Test
  void aFrameThatIsNeverShownCreditsNobody() throws Exception {
    films.render(
        "m",
        pictures(
            slice(frames(0, 1), part("even", frames(0, 1), Box.WHOLE, Polynomial.ONE)),
            slice(frames(1, 2), part("odd", frames(0, 1), Box.WHOLE, Polynomial.ONE)),
            slice(frames(2, 4), part("last", frames(0, 2), Box.WHOLE, Polynomial.ONE))));
    Part m = playing(part("m", frames(0, 4), Box.WHOLE, Polynomial.ONE), frames(4, "0", "2"));

    assertThat(seconds(films.compose(pictures(slice(frames(0, 2), m))).pictures()))
        .isEqualTo(Map.of("even", "1/24", "last", "1/24"));
  }

  @Test
  void aFrameThatIsHeldShowsItsBeginning() throws Exception {
    Polynomial rising = Polynomial.of(new Ramp(Fraction.ZERO, Fraction.ONE));
    films.render(
        "m",
        pictures(
            slice(
                frames(0, 4),
                part("a", frames(0, 4), Box.WHOLE, rising),
                Part.generated(Generated.BLACK, Polynomial.ONE.minus(rising)))));
    Part m = playing(part("m", frames(1, 1), Box.WHOLE, Polynomial.ONE), frames(4, "1", "0"));

    assertThat(seconds(films.compose(pictures(slice(frames(0, 24), m))).pictures()))
        .isEqualTo(Map.of("a", "1/4", "(black)", "3/4"));
  }

  @Test
  void eachFrameOfAFadePlaysTheFrameThatItShows() throws Exception {
    Polynomial rising = Polynomial.of(new Ramp(Fraction.ZERO, Fraction.ONE));
    films.render(
        "m",
        pictures(
            slice(
                frames(0, 4),
                part("a", frames(0, 4), Box.WHOLE, rising),
                Part.generated(Generated.BLACK, Polynomial.ONE.minus(rising)))));
    Part twice = playing(part("m", frames(0, 4), Box.WHOLE, Polynomial.ONE), frames(4, "0", "2"));
    Part back = playing(part("m", frames(4, 0), Box.WHOLE, Polynomial.ONE), frames(4, "4", "-1"));

    // Frames 0 and 2 are on average an eighth and five eighths there.
    assertThat(seconds(films.compose(pictures(slice(frames(0, 2), twice))).pictures()))
        .isEqualTo(Map.of("a", "1/32", "(black)", "5/96"));
    assertThat(seconds(films.compose(pictures(slice(frames(0, 4), back))).pictures()))
        .isEqualTo(Map.of("a", "1/12", "(black)", "1/12"));
  }

  @Test
  void aRenderIsOneSoundHoweverManyAreInIt() throws Exception {
    Part one = part("one", seconds(0, 4), Box.WHOLE, Polynomial.ONE);
    Part two = part("two", seconds(0, 4), Box.WHOLE, constant("3"));
    films.put(
        "m",
        films.compose(
            new Mosaic(
                RationalTime.ofSeconds(4, 1),
                null,
                List.of(),
                List.of(slice(seconds(0, 2), one, two), new Slice(seconds(2, 4), List.of())),
                List.of())));
    Part m =
        playing(part("m", seconds(0, 4), Box.WHOLE, Polynomial.ONE), new Playback.Samples(48_000));
    Part song = part("song", seconds(0, 4), Box.WHOLE, Polynomial.ONE);
    Mosaic film =
        new Mosaic(
            RationalTime.ofSeconds(4, 1),
            null,
            List.of(),
            List.of(slice(seconds(0, 4), m, song)),
            List.of());

    // While the render is silent, the song has all.
    assertThat(seconds(films.compose(film).sound()))
        .isEqualTo(Map.of("one", "1/4", "two", "3/4", "song", "3/1"));
  }

  @Test
  void aDiamondOfThirtyGenerationsIsOneUse() throws Exception {
    films.render(
        "g0", pictures(slice(frames(0, 24), part("a", frames(0, 24), Box.WHOLE, Polynomial.ONE))));
    for (int i = 1; i <= 30; i++) {
      // Through two renders of the same one, in the same instant.
      for (String side : List.of("left", "right")) {
        films.render(side + i, pictures(slice(frames(0, 24), whole("g" + (i - 1), "1/1"))));
      }
      films.render(
          "g" + i,
          pictures(slice(frames(0, 24), whole("left" + i, "1/2"), whole("right" + i, "1/2"))));
    }

    Mosaic film = films.get("g30");

    assertThat(seconds(film.pictures())).isEqualTo(Map.of("a", "1/1"));
    Part only = film.pictures().getFirst().tiles().getFirst().parts().getFirst();
    assertThat(only.via().hops()).hasSize(60);
    assertThat(only.via().hops().getFirst())
        .extracting(AssetContent::asset)
        .containsExactly(new Id("left30"), new Id("right30"));
  }

  private static Map<String, String> nested(Mosaic film) {
    Map<String, String> renders = new TreeMap<>();
    Readout.of(Medium.VIDEO, film.pictures(), Part::isNested)
        .renders()
        .forEach(each ->
            renders.merge(
                each.asset().value(),
                each.out().end().seconds() + ":" + each.visible(),
                (one, other) -> one + " " + other));
    return renders;
  }

  @Test
  void eachOfTwoRendersThatMeetAgainHasWhatCameThroughItself() throws Exception {
    films.render(
        "m", pictures(slice(frames(0, 24), part("a", frames(0, 24), Box.WHOLE, Polynomial.ONE))));
    films.render("x", pictures(slice(frames(0, 24), whole("m", "1/1"))));
    films.render("y", pictures(slice(frames(0, 24), whole("m", "1/1"))));
    Polynomial rising = Polynomial.of(new Ramp(Fraction.of(1, 5), Fraction.ONE));
    Playback plain = frames(24, "0", "1");
    films.render(
        "g",
        pictures(
            slice(
                frames(0, 24),
                playing(part("x", frames(0, 24), Box.WHOLE, rising), plain),
                playing(
                    part("y", frames(0, 24), Box.WHOLE, Polynomial.ONE.minus(rising)), plain))));
    Mosaic stored = Json.read(Json.bytes(films.get("g")), Mosaic.class);
    films.put("g", stored);

    // The first half of g at half of the frame, beside itself; then all of its second half.
    Part firstHalf = playing(part("g", frames(0, 12), LEFT, Polynomial.ONE), plain);
    Mosaic film =
        films.compose(
            pictures(
                new Slice(
                    frames(0, 12),
                    List.of(
                        Tile.of(LEFT, List.of(firstHalf)),
                        Tile.of(
                            RIGHT, List.of(part("b", frames(0, 12), Box.WHOLE, Polynomial.ONE))))),
                slice(
                    frames(12, 24),
                    playing(part("g", frames(12, 24), Box.WHOLE, Polynomial.ONE), plain))));

    // Over its halves x rises from 1/5 to 3/5 and from 3/5 to 1.
    assertThat(nested(film))
        .isEqualTo(
            Map.of(
                "m", "1/2:1/2 1/1:1/1",
                "x", "1/2:1/5 1/1:4/5",
                "y", "1/2:3/10 1/1:1/5"));
  }

  @Test
  void aMosaicOfBeforeSharesOfWaysWereKeptIsRead() throws Exception {
    Mosaic stored =
        Json.read(
            """
            {"duration":"1/1","rate":"24/1","pictures":[{"out":["0/1","1/1"],"tiles":[{\
            "cell":["0/1","0/1","1/1","1/1"],"parts":[{"origin":{"asset":"a","sha256":"%1$s"},\
            "source":["0/1","1/1"],"picture":["0/1","0/1","1/1","1/1"],"weight":["1/1"],\
            "via":[[{"asset":"x","sha256":"%1$s"},{"asset":"y","sha256":"%1$s"}]],\
            "method":"rendered"}]}]}],"sound":[]}\
            """
                .formatted(Sha256.of("any").hex())
                .getBytes(StandardCharsets.UTF_8),
            Mosaic.class);
    films.put("g", stored);

    assertThat(nested(films.compose(pictures(slice(frames(0, 24), whole("g", "1/1"))))))
        .isEqualTo(Map.of("x", "1/1:1/1", "y", "1/1:1/1"));
  }

  @Test
  void whatWouldBeTooMuchIsRefusedBeforeItIsMade() throws Exception {
    List<Tile> strips = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      Box strip =
          new Box(Fraction.of(i, 1001), Fraction.ZERO, Fraction.of(i + 1L, 1001), Fraction.ONE);
      strips.add(Tile.of(strip, List.of(part("a" + i, frames(0, 24), Box.WHOLE, Polynomial.ONE))));
    }
    films.render("m", pictures(new Slice(frames(0, 24), strips)));
    Box wide = new Box(Fraction.ZERO, Fraction.ZERO, Fraction.of(3, 2), Fraction.ONE);
    Playback plain = frames(24, "0", "1");
    Mosaic twice =
        pictures(
            slice(
                frames(0, 24),
                playing(part("m", frames(0, 24), Box.WHOLE, constant("1/2")), plain),
                playing(part("m", frames(0, 24), wide, constant("1/2")), plain)));

    assertThatThrownBy(() -> films.compose(twice))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.TOO_LARGE))
        .hasMessageContaining("more than 1000000 uses");
  }

  @Test
  void fiftyGenerationsOfFadesAreReadAsTheyWereWritten() throws Exception {
    FrameRate ntsc = FrameRate.of(30_000, 1001);
    Interval second = new Interval(RationalTime.ZERO, RationalTime.ofFrames(30, ntsc));
    Polynomial fade = Polynomial.of(new Ramp(Fraction.of(1000, 1001), Fraction.of(1, 3)));
    films.put(
        "g0",
        new Mosaic(
            second.end(),
            ntsc,
            List.of(slice(second, part("a", second, Box.WHOLE, Polynomial.ONE))),
            List.of(),
            List.of()));
    for (int i = 1; i <= 50; i++) {
      Part before =
          playing(
              part("g" + (i - 1), second, Box.WHOLE, fade),
              new Playback.Frames(ntsc, 0, new Retime(ntsc, Fraction.ZERO, Fraction.ONE, 30)));
      Part black = Part.generated(Generated.BLACK, Polynomial.ONE.minus(fade));
      Mosaic composed =
          films.compose(
              new Mosaic(
                  second.end(), ntsc, List.of(slice(second, before, black)), List.of(), List.of()));
      Mosaic read = Json.read(Json.bytes(composed), Mosaic.class);
      assertThat(read).isEqualTo(composed);
      films.put("g" + i, read);
    }

    Part a =
        films.get("g50").pictures().getFirst().tiles().getFirst().parts().stream()
            .filter(part -> part.origin() instanceof Origin.OfAsset)
            .findFirst()
            .orElseThrow();
    assertThat(a.weight().coefficients()).hasSize(51);
    assertThat(a.weight().at(Fraction.ONE).denominator()).isEqualTo(BigInteger.valueOf(3).pow(50));
  }
}
