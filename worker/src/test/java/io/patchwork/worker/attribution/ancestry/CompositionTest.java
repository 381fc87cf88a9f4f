package io.patchwork.worker.attribution.ancestry;

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
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.failure.Failure.Refused;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Films inside of films: who is seen and heard in the part that is used. */
final class CompositionTest {

  private static final FrameRate RATE = FrameRate.of(24, 1);
  private static final Fraction HALF = Fraction.of(1, 2);
  private static final Box LEFT = new Box(Fraction.ZERO, Fraction.ZERO, HALF, Fraction.ONE);
  private static final Box RIGHT = new Box(HALF, Fraction.ZERO, Fraction.ONE, Fraction.ONE);

  private final Map<Sha256, Mosaic> films = new HashMap<>();

  private static Interval seconds(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 1), RationalTime.ofSeconds(to, 1));
  }

  private static Interval frames(long from, long to) {
    return new Interval(RationalTime.ofFrames(from, RATE), RationalTime.ofFrames(to, RATE));
  }

  private static Part part(String asset, Interval source, Box picture, Polynomial weight) {
    return new Part(
        new Origin.OfAsset(new Id(asset), Sha256.of(asset)),
        source,
        picture,
        weight,
        List.of(),
        Via.NONE,
        Use.RENDERED,
        null,
        null);
  }

  private static Part playing(Part part, Playback playback) {
    return new Part(
        part.origin(),
        part.source(),
        part.picture(),
        part.weight(),
        part.factors(),
        part.via(),
        part.method(),
        playback,
        null);
  }

  private static Playback frames(long count, String first, String step) {
    return new Playback.Frames(
        RATE, 0, new Retime(RATE, Fraction.parse(first), Fraction.parse(step), count));
  }

  private static Polynomial constant(String value) {
    return Polynomial.constant(Fraction.parse(value));
  }

  private static Slice slice(Interval out, Part... parts) {
    return new Slice(out, List.of(Tile.of(Box.WHOLE, List.of(parts))));
  }

  private static Mosaic pictures(Slice... slices) {
    return new Mosaic(
        slices[slices.length - 1].out().end(), RATE, List.of(slices), List.of(), List.of());
  }

  private Mosaic compose(Mosaic film) throws Refused {
    return Composition.of(film, content -> Optional.ofNullable(films.get(content)));
  }

  /** Makes a film an asset. */
  private void render(String asset, Mosaic film) throws Refused {
    films.put(Sha256.of(asset), compose(film));
  }

  private static Map<String, String> seconds(List<Slice> slices) {
    Map<String, Fraction> sums = new TreeMap<>();
    for (Slice slice : slices) {
      for (Tile tile : slice.tiles()) {
        for (Part part : tile.parts()) {
          String name =
              switch (part.origin()) {
                case Origin.OfAsset origin -> origin.asset().value();
                case Origin.Generated(String generator) -> "(" + generator + ")";
                case Origin.Makers(AssetContent remix, Origin _) -> "made " + remix;
              };
          Fraction share =
              part.weight().mean().times(tile.cell().area()).times(slice.out().length().seconds());
          sums.merge(name, share, Fraction::plus);
        }
      }
    }
    Map<String, String> text = new TreeMap<>();
    sums.forEach((name, sum) -> text.put(name, sum.toString()));
    return text;
  }

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
    render("m", leftAndRight());
    Part m = playing(part("m", frames(0, 24), Box.WHOLE, Polynomial.ONE), frames(24, "0", "1"));
    Mosaic film =
        pictures(
            new Slice(
                frames(0, 24),
                List.of(
                    Tile.of(LEFT, List.of(part("c", frames(0, 24), Box.WHOLE, Polynomial.ONE))),
                    Tile.of(RIGHT, List.of(m)))));

    assertThat(seconds(compose(film).pictures())).isEqualTo(Map.of("b", "1/2", "c", "1/2"));
  }

  @Test
  void aCropLeavesOneOfTwoPeopleOut() throws Exception {
    render("m", leftAndRight());
    // The left half of the render fills the frame, so the whole is twice as wide.
    Box wide = new Box(Fraction.ZERO, Fraction.ZERO, Fraction.of(2), Fraction.ONE);
    Part m = playing(part("m", frames(0, 24), wide, Polynomial.ONE), frames(24, "0", "1"));

    assertThat(seconds(compose(pictures(slice(frames(0, 24), m))).pictures()))
        .isEqualTo(Map.of("a", "1/1"));
  }

  @Test
  void aFrameThatIsNeverShownCreditsNobody() throws Exception {
    render(
        "m",
        pictures(
            slice(frames(0, 1), part("even", frames(0, 1), Box.WHOLE, Polynomial.ONE)),
            slice(frames(1, 2), part("odd", frames(0, 1), Box.WHOLE, Polynomial.ONE)),
            slice(frames(2, 4), part("last", frames(0, 2), Box.WHOLE, Polynomial.ONE))));
    Part m = playing(part("m", frames(0, 4), Box.WHOLE, Polynomial.ONE), frames(4, "0", "2"));

    assertThat(seconds(compose(pictures(slice(frames(0, 2), m))).pictures()))
        .isEqualTo(Map.of("even", "1/24", "last", "1/24"));
  }

  @Test
  void aFrameThatIsHeldShowsItsBeginning() throws Exception {
    Polynomial rising = Polynomial.of(new Ramp(Fraction.ZERO, Fraction.ONE));
    render(
        "m",
        pictures(
            slice(
                frames(0, 4),
                part("a", frames(0, 4), Box.WHOLE, rising),
                Part.generated(Generated.BLACK, Polynomial.ONE.minus(rising)))));
    Part m = playing(part("m", frames(1, 1), Box.WHOLE, Polynomial.ONE), frames(4, "1", "0"));

    assertThat(seconds(compose(pictures(slice(frames(0, 24), m))).pictures()))
        .isEqualTo(Map.of("a", "1/4", "(black)", "3/4"));
  }

  @Test
  void eachFrameOfAFadePlaysTheFrameThatItShows() throws Exception {
    Polynomial rising = Polynomial.of(new Ramp(Fraction.ZERO, Fraction.ONE));
    render(
        "m",
        pictures(
            slice(
                frames(0, 4),
                part("a", frames(0, 4), Box.WHOLE, rising),
                Part.generated(Generated.BLACK, Polynomial.ONE.minus(rising)))));
    Part twice = playing(part("m", frames(0, 4), Box.WHOLE, Polynomial.ONE), frames(4, "0", "2"));
    Part back = playing(part("m", frames(4, 0), Box.WHOLE, Polynomial.ONE), frames(4, "4", "-1"));

    // Frames 0 and 2 are on average an eighth and five eighths there.
    assertThat(seconds(compose(pictures(slice(frames(0, 2), twice))).pictures()))
        .isEqualTo(Map.of("a", "1/32", "(black)", "5/96"));
    assertThat(seconds(compose(pictures(slice(frames(0, 4), back))).pictures()))
        .isEqualTo(Map.of("a", "1/12", "(black)", "1/12"));
  }

  @Test
  void aRenderIsOneSoundHoweverManyAreInIt() throws Exception {
    Part one = part("one", seconds(0, 4), Box.WHOLE, Polynomial.ONE);
    Part two = part("two", seconds(0, 4), Box.WHOLE, constant("3"));
    films.put(
        Sha256.of("m"),
        compose(
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
    assertThat(seconds(compose(film).sound()))
        .isEqualTo(Map.of("one", "1/4", "two", "3/4", "song", "3/1"));
  }

  @Test
  void aDiamondOfThirtyGenerationsIsOneUse() throws Exception {
    render(
        "g0", pictures(slice(frames(0, 24), part("a", frames(0, 24), Box.WHOLE, Polynomial.ONE))));
    for (int i = 1; i <= 30; i++) {
      // Through two renders of the same one, in the same instant.
      for (String side : List.of("left", "right")) {
        render(side + i, pictures(slice(frames(0, 24), whole("g" + (i - 1), "1/1"))));
      }
      render(
          "g" + i,
          pictures(slice(frames(0, 24), whole("left" + i, "1/2"), whole("right" + i, "1/2"))));
    }

    Mosaic film = Objects.requireNonNull(films.get(Sha256.of("g30")));

    assertThat(seconds(film.pictures())).isEqualTo(Map.of("a", "1/1"));
    Part only = film.pictures().getFirst().tiles().getFirst().parts().getFirst();
    assertThat(only.via().hops()).hasSize(60);
    assertThat(only.via().hops().getFirst())
        .extracting(AssetContent::asset)
        .containsExactly(new Id("left30"), new Id("right30"));
  }

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
    render("g0", new Mosaic(clip.out().end(), RATE, List.of(clip), List.of(), List.of(words)));
    for (int i = 1; i <= 30; i++) {
      for (String side : List.of("left", "right")) {
        render(side + i, pictures(slice(frames(0, 24), whole("g" + (i - 1), "1/1"))));
      }
      render(
          "g" + i,
          pictures(slice(frames(0, 24), whole("left" + i, "1/2"), whole("right" + i, "1/2"))));
    }

    Mosaic film = Objects.requireNonNull(films.get(Sha256.of("g30")));

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
    render("g", new Mosaic(end, innerRate, List.of(clip), List.of(), poem));
    Playback plain =
        new Playback.Frames(RATE, 0, new Retime(innerRate, Fraction.ZERO, Fraction.of(30, 24), 60));

    Mosaic film =
        compose(pictures(slice(all, playing(part("g", all, Box.WHOLE, Polynomial.ONE), plain))));

    // Frame k of 24 shows frame floor(5k / 4) of 30: the 8th shows the 10th, the 16th the 20th.
    assertThat(film.pictures()).hasSize(1);
    assertThat(film.text())
        .extracting(text -> text.origin().asset() + " " + text.out())
        .containsExactly("first " + frames(8, 16), "second " + frames(16, 48));

    Playback fromTheThird =
        new Playback.Frames(
            RATE, 0, new Retime(innerRate, Fraction.of(3), Fraction.of(30, 24), 60));
    Mosaic later =
        compose(
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
    render(
        "m", pictures(slice(frames(0, 24), part("a", frames(0, 24), Box.WHOLE, Polynomial.ONE))));
    render("x", pictures(slice(frames(0, 24), whole("m", "1/1"))));
    render("y", pictures(slice(frames(0, 24), whole("m", "1/1"))));
    Polynomial rising = Polynomial.of(new Ramp(Fraction.of(1, 5), Fraction.ONE));
    Playback plain = frames(24, "0", "1");
    render(
        "g",
        pictures(
            slice(
                frames(0, 24),
                playing(part("x", frames(0, 24), Box.WHOLE, rising), plain),
                playing(
                    part("y", frames(0, 24), Box.WHOLE, Polynomial.ONE.minus(rising)), plain))));
    Mosaic stored =
        Json.read(Json.bytes(Objects.requireNonNull(films.get(Sha256.of("g")))), Mosaic.class);
    films.put(Sha256.of("g"), stored);

    // The first half of g at half of the frame, beside itself; then all of its second half.
    Part firstHalf = playing(part("g", frames(0, 12), LEFT, Polynomial.ONE), plain);
    Mosaic film =
        compose(
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
    films.put(Sha256.of("g"), stored);

    assertThat(nested(compose(pictures(slice(frames(0, 24), whole("g", "1/1"))))))
        .isEqualTo(Map.of("x", "1/1:1/1", "y", "1/1:1/1"));
  }

  private static Part whole(String render, String weight) {
    return playing(part(render, frames(0, 24), Box.WHOLE, constant(weight)), frames(24, "0", "1"));
  }

  @Test
  void whatWouldBeTooMuchIsRefusedBeforeItIsMade() throws Exception {
    List<Tile> strips = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      Box strip =
          new Box(Fraction.of(i, 1001), Fraction.ZERO, Fraction.of(i + 1L, 1001), Fraction.ONE);
      strips.add(Tile.of(strip, List.of(part("a" + i, frames(0, 24), Box.WHOLE, Polynomial.ONE))));
    }
    render("m", pictures(new Slice(frames(0, 24), strips)));
    Box wide = new Box(Fraction.ZERO, Fraction.ZERO, Fraction.of(3, 2), Fraction.ONE);
    Playback plain = frames(24, "0", "1");
    Mosaic twice =
        pictures(
            slice(
                frames(0, 24),
                playing(part("m", frames(0, 24), Box.WHOLE, constant("1/2")), plain),
                playing(part("m", frames(0, 24), wide, constant("1/2")), plain)));

    assertThatThrownBy(() -> compose(twice))
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
        Sha256.of("g0"),
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
          compose(
              new Mosaic(
                  second.end(), ntsc, List.of(slice(second, before, black)), List.of(), List.of()));
      Mosaic read = Json.read(Json.bytes(composed), Mosaic.class);
      assertThat(read).isEqualTo(composed);
      films.put(Sha256.of("g" + i), read);
    }

    Part a =
        Objects.requireNonNull(films.get(Sha256.of("g50")))
            .pictures()
            .getFirst()
            .tiles()
            .getFirst()
            .parts()
            .stream()
            .filter(part -> part.origin() instanceof Origin.OfAsset)
            .findFirst()
            .orElseThrow();
    assertThat(a.weight().coefficients()).hasSize(51);
    assertThat(a.weight().at(Fraction.ONE).denominator()).isEqualTo(BigInteger.valueOf(3).pow(50));
  }
}
