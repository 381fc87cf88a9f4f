package io.patchwork.worker.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.manifest.AlphaTrack;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.composition.LayerEvaluator;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TestTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is seen through, beside and behind pictures with alpha and texts. */
final class MeasuredAlphaTest {

  private static final Otio OTIO = new Otio("25");
  private static final Sha256 DOCUMENT = Sha256.of("alpha document");
  private static final Fraction TOLERANCE = Fraction.of(1, 500);

  /** Alpha of 320×180 in which the columns of pixels for which a condition holds are opaque. */
  private static AlphaTrack.Entry entry(long frame, IntPredicate isOpaque) {
    byte[] alpha = new byte[320 * 180];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = (byte) (isOpaque.test(i % 320) ? 255 : 0);
    }
    return new AlphaTrack.Entry(frame, AlphaGrid.of(320, 180, alpha).sums());
  }

  private static AlphaTrack track(AlphaTrack.Entry... entries) {
    return new AlphaTrack(
        AlphaTrack.FORMAT,
        Sha256.of("logo"),
        320,
        180,
        AlphaGrid.COLUMNS,
        AlphaGrid.ROWS,
        FrameRate.of(25, 1),
        1,
        List.of(entries));
  }

  private static TestTimeline film(Otio otio) {
    return new TestTimeline(otio)
        .video("a", TestPicture.of(640, 360).stream())
        .video("b", TestPicture.of(640, 360).stream())
        .video("logo", TestPicture.of(320, 180).codec("qtrle").pixels("argb").stream())
        .still("card", TestPicture.of(320, 180).codec("png").still().pixels("rgba").stream());
  }

  private static LineageBuilder lineage(Otio otio, AlphaTrack track) throws Exception {
    AlphaMeasurements.OfAsset measured = new AlphaMeasurements.OfAsset(track, DOCUMENT);
    return lineage(
        otio,
        new AlphaMeasurements(
            Map.of(Sha256.of("logo"), measured, Sha256.of("card"), measured), Map.of()));
  }

  private static LineageBuilder lineage(Otio otio, AlphaMeasurements alpha) throws Exception {
    ResolvedTimeline edit = film(otio).edit();
    LineageBuilder lineage = new LineageBuilder();
    for (Media media : edit.visibleMedia()) {
      if (media instanceof Media.OfAsset(SourceMedia source)) {
        lineage.credit(new Credit(source.asset(), source.sha256(), List.of(), List.of()));
      }
    }
    LayerEvaluator layers = new LayerEvaluator(edit, PictureLineage.FRAME);
    PictureLineage picture =
        new PictureLineage(lineage, edit.rate(), PictureLineage.FRAME, alpha, Set.of());
    List<Long> cuts = layers.cuts();
    for (int i = 1; i < cuts.size(); i++) {
      picture.add(
          cuts.get(i - 1),
          cuts.get(i) - cuts.get(i - 1),
          layers.layers(cuts.get(i - 1), cuts.get(i)));
    }
    return lineage;
  }

  /** Seconds of the whole frame. */
  private static Fraction seconds(LineageBuilder lineage, String asset) {
    return lineage.uses().stream()
        .filter(use -> use.asset().value().equals(asset))
        .map(use -> use.visible().times(use.out().length().seconds()))
        .reduce(Fraction.ZERO, Fraction::plus);
  }

  private static Fraction generated(LineageBuilder lineage, String generator) {
    return lineage.generated().stream()
        .filter(part -> part.medium() == Medium.VIDEO && part.generator().equals(generator))
        .map(part -> part.visible().times(part.out().length().seconds()))
        .reduce(Fraction.ZERO, Fraction::plus);
  }

  private static void assertSeconds(Fraction actual, Fraction expected) {
    assertThat(actual.minus(expected).abs())
        .as("%s, not %s", actual, expected)
        .isLessThanOrEqualTo(TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 50, 100})
  void aLogoTakesItsPartOverAClipAndNothingUnderIt(int percent) throws Exception {
    AlphaTrack track = track(entry(0, x -> x * 100 < percent * 320));
    Otio over = new Otio("25").track("Video", OTIO.clip("asset:a", 0, 25));
    over.track("Video", OTIO.clip("asset:card", 0, 25));
    Otio under = new Otio("25").track("Video", OTIO.clip("asset:card", 0, 25));
    under.track("Video", OTIO.clip("asset:a", 0, 25));
    Otio alone = new Otio("25").track("Video", OTIO.clip("asset:card", 0, 25));
    Fraction part = Fraction.of((percent * 320 + 99) / 100, 320);

    LineageBuilder above = lineage(over, track);

    assertSeconds(seconds(above, "card"), part);
    assertThat(seconds(above, "a")).isEqualTo(Fraction.ONE.minus(seconds(above, "card")));
    assertThat(seconds(lineage(under, track), "a")).isEqualTo(Fraction.ONE);
    assertThat(seconds(lineage(under, track), "card")).isEqualTo(Fraction.ZERO);
    assertSeconds(generated(lineage(alone, track), Generated.BLACK), Fraction.ONE.minus(part));
    assertThat(above.uses())
        .filteredOn(use -> use.asset().value().equals("card"))
        .allSatisfy(use -> {
          assertThat(use.method()).isEqualTo(Use.MEASURED);
          assertThat(use.alpha()).isNotNull();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // The left half is opaque.
        "\"opacity\":0.5 | 1/4",
        "\"rectangle\":{\"x\":0.5,\"y\":0,\"width\":0.5,\"height\":1},\"fit\":\"cover\" | 1/4",
        "\"rectangle\":{\"x\":\"1/3\",\"y\":\"1/3\",\"width\":\"1/3\",\"height\":\"1/3\"} | 1/18",
        "\"rectangle\":{\"x\":-0.5,\"y\":0,\"width\":1,\"height\":1} | 0/1",
        "\"rectangle\":{\"x\":0.5,\"y\":0,\"width\":1,\"height\":1} | 1/2",
        "\"crop\":{\"left\":0.5,\"top\":0.25,\"bottom\":0.25} | 0/1",
        "\"crop\":{\"right\":0.5,\"top\":0.25,\"bottom\":0.25} | 1/1",
        "\"crop\":{\"left\":0.25,\"right\":0.25,\"top\":0.25,\"bottom\":0.25} | 1/2",
        "\"zoom\":{\"from\":{\"x\":0,\"y\":0,\"width\":0.5,\"height\":0.5},"
            + "\"to\":{\"x\":0,\"y\":0,\"width\":0.5,\"height\":0.5}} | 1/1",
        "\"zoom\":{\"from\":{\"x\":0,\"y\":0,\"width\":0.5,\"height\":0.5},"
            + "\"to\":{\"x\":0.5,\"y\":0,\"width\":0.5,\"height\":0.5}} | 1/2",
        // Of the blurred copy, the left half again; the picture lies in the middle of it.
        "\"rectangle\":{\"x\":0,\"y\":0,\"width\":0.5,\"height\":1},\"fit\":\"blurred\" | 1/4",
        "\"rectangle\":{\"x\":0,\"y\":0,\"width\":1,\"height\":0.5},\"fit\":\"blurred\" | 1/4",
        "\"crop\":{\"right\":0.5},\"fit\":\"blurred\" | 1/1",
        "\"crop\":{\"left\":0.5},\"fit\":\"blurred\" | 0/1",
        "\"fadeIn\":1 | 1/4"
      })
  void itsCellsGoWhereItsPictureGoes(String treatment, String share) throws Exception {
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:a", 0, 25));
    otio.track("Video", OTIO.clip("asset:card", 0, 25, "", treatment));

    LineageBuilder lineage = lineage(otio, track(entry(0, x -> x < 160)));

    assertSeconds(seconds(lineage, "card"), Fraction.parse(share));
    assertThat(seconds(lineage, "card").plus(seconds(lineage, "a"))).isEqualTo(Fraction.ONE);
  }

  @Test
  void aLogoThatFliesInIsCreditedWhereItIs() throws Exception {
    // Nothing for ten frames, the left quarter for ten, the right one for ten.
    AlphaTrack flight =
        track(entry(0, x -> false), entry(10, x -> x < 80), entry(20, x -> x >= 240));
    String left =
        "\"crop\":{\"right\":0.5},\"rectangle\":{\"x\":0,\"y\":0,\"width\":0.5,\"height\":1}";
    String right =
        "\"crop\":{\"left\":0.5},\"rectangle\":{\"x\":0.5,\"y\":0,\"width\":0.5,\"height\":1}";
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:a", 0, 30, "", left));
    otio.track("Video", OTIO.clip("asset:b", 0, 30, "", right));
    otio.track("Video", OTIO.clip("asset:logo", 0, 30));

    LineageBuilder lineage = lineage(otio, flight);

    List<Use> logo =
        lineage.uses().stream().filter(use -> use.asset().value().equals("logo")).toList();
    assertThat(logo).extracting(use -> use.out().toString()).hasSize(2);
    assertThat(logo.getFirst().isPresent()).isFalse();
    assertThat(logo.getFirst().out().end().seconds()).isEqualTo(Fraction.of(2, 5));
    assertSeconds(seconds(lineage, "logo"), Fraction.of(1, 5));
    assertSeconds(seconds(lineage, "a"), Fraction.of(1, 2));
    assertSeconds(seconds(lineage, "b"), Fraction.of(1, 2));
  }

  @Test
  void alphaThatMovesUnderAFadeIsCountedWhenItIsSeen() throws Exception {
    // Opaque in the second half of a second that fades in: the mean of x from 1/2 to 1.
    AlphaTrack late = track(entry(0, x -> x < 1), entry(25, x -> true));
    Otio otio =
        new Otio("50").track("Video", new Otio("50").clip("asset:logo", 0, 50, "", "\"fadeIn\":1"));

    assertSeconds(
        seconds(
            lineage(
                otio,
                new AlphaTrack(
                    AlphaTrack.FORMAT,
                    Sha256.of("logo"),
                    320,
                    180,
                    32,
                    18,
                    FrameRate.of(50, 1),
                    1,
                    late.entries())),
            "logo"),
        Fraction.of(3, 8));
  }

  @Test
  void aLogoAtDoubleSpeedIsOverInHalfTheTime() throws Exception {
    AlphaTrack early = track(entry(0, x -> true), entry(10, x -> false));
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:a", 0, 10));
    otio.track("Video", OTIO.clip("asset:logo", 0, 20, Otio.speed("2"), ""));

    // Twice as fast it is over after five frames.
    assertSeconds(seconds(lineage(otio, early), "logo"), Fraction.of(1, 5));
  }

  @Test
  void whatNobodyMeasuredIsToldToBeAssumed() throws Exception {
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:a", 0, 25));
    otio.track("Video", OTIO.clip("asset:card", 0, 25));

    LineageBuilder lineage = lineage(otio, AlphaMeasurements.NONE);

    assertThat(lineage.uses()).extracting(Use::method).containsExactly(Use.RENDERED, Use.ASSUMED);
    assertThat(seconds(lineage, "card")).isEqualTo(Fraction.of(1, 2));
  }

  @Test
  void aTextHidesWhatItsInkAndItsBoxHide() throws Exception {
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:a", 0, 25));
    otio.track("Video", OTIO.generator("Title", "\"text\":\"words\"", 25));
    AlphaGrid half = new AlphaGrid(320, 180, entry(0, x -> x < 160).sums());

    // In pixels 320 by 54 of 1920 by 1080, and on a background of a third by a third.
    LineageBuilder ink = lineage(otio, text(half, null));
    Fraction third = Fraction.of(1, 3);
    LineageBuilder box =
        lineage(
            otio,
            text(
                new AlphaGrid(320, 180, entry(0, x -> true).sums()),
                new Rectangle(third, third, third, third)));

    assertSeconds(generated(ink, Generated.TEXT), Fraction.of(1, 240));
    assertThat(generated(box, Generated.TEXT)).isEqualTo(Fraction.of(1, 9));
    assertThat(seconds(box, "a")).isEqualTo(Fraction.of(8, 9));
  }

  private static AlphaMeasurements text(
      AlphaGrid grid, @org.jspecify.annotations.Nullable Rectangle box) {
    AlphaMeasurements.Corner corner = new AlphaMeasurements.Corner(48, Fraction.of(270));
    return new AlphaMeasurements(
        Map.of(),
        Map.of(
            Sha256.of("words"),
            new AlphaMeasurements.OfText(grid, box == null ? Map.of() : Map.of(corner, box))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // In frames: 15 of a alone, 10 of the wipe; backwards it is b that shrinks.
        "wipe-top-left | 1 | 11/15",
        "wipe-bottom-right | 1 | 11/15",
        "wipe-left | 1 | 4/5",
        "wipe-top-left | -1 | 13/15"
      })
  void aWipeIntoACornerLeavesTheSquareOfWhatShrinks(String kind, String speed, String seconds)
      throws Exception {
    String track =
        Otio.nested(
            "Track",
            "null",
            "",
            "",
            OTIO.clip("asset:a", 50, 20),
            OTIO.transition(5, 5, "\"kind\":\"%s\"".formatted(kind)),
            OTIO.clip("asset:b", 30, 15));
    Otio otio =
        new Otio("25").track("Video", Otio.nested("Stack", "null", Otio.speed(speed), "", track));

    LineageBuilder lineage = lineage(otio, AlphaMeasurements.NONE);

    assertThat(seconds(lineage, "a")).isEqualTo(Fraction.parse(seconds));
    assertThat(seconds(lineage, "a").plus(seconds(lineage, "b"))).isEqualTo(Fraction.of(7, 5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // In frames: 15 of a alone and a third of five; the same of b.
        "5 | 5 | 1 | 2/3 | 7/15",
        "5 | 5 | -1 | 2/3 | 7/15",
        // Its middle is that of frame 20, which is still a's; backwards of frame 14, still b's.
        "4 | 5 | 1 | 4253/6075 | 2794/6075",
        "4 | 5 | -1 | 4252/6075 | 559/1215"
      })
  void theBlackBetweenTheSidesIsNobodys(long in, long out, String speed, String a, String b)
      throws Exception {
    String track =
        Otio.nested(
            "Track",
            "null",
            "",
            "",
            OTIO.clip("asset:a", 50, 20),
            OTIO.transition(in, out, "\"kind\":\"rectangle-crop\""),
            OTIO.clip("asset:b", 30, 15));
    Otio otio =
        new Otio("25").track("Video", Otio.nested("Stack", "null", Otio.speed(speed), "", track));

    LineageBuilder lineage = lineage(otio, AlphaMeasurements.NONE);

    assertThat(seconds(lineage, "a")).isEqualTo(Fraction.parse(a));
    assertThat(seconds(lineage, "b")).isEqualTo(Fraction.parse(b));
    assertThat(generated(lineage, Generated.BLACK))
        .isEqualTo(Fraction.of(7, 5).minus(Fraction.parse(a)).minus(Fraction.parse(b)));
  }

  @Test
  void aGroupHalfOutsideOfTheFrameIsCutAndNotSqueezed() throws Exception {
    String half = "\"rectangle\":{\"x\":0.5,\"y\":0,\"width\":0.5,\"height\":1},\"fit\":\"cover\"";
    Otio otio =
        new Otio("25")
            .track(
                "Video",
                Otio.nested(
                    "Stack",
                    "null",
                    "",
                    "\"rectangle\":{\"x\":-0.5,\"y\":0,\"width\":1,\"height\":1}",
                    OTIO.clip("asset:a", 0, 25, "", half)));

    assertThat(seconds(lineage(otio, AlphaMeasurements.NONE), "a")).isEqualTo(Fraction.of(1, 2));
  }

  @Test
  void logosThatMoveOverEachOtherHideEachOtherOnlyWhereTheyMeet() throws Exception {
    // Left for ten frames, then right; above it, from frame 5 to 15, the same three frames later.
    AlphaTrack jump = track(entry(0, x -> x < 160), entry(10, x -> x >= 160));
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:logo", 0, 20));
    otio.track("Video", OTIO.clip("asset:a", 0, 20, "", "\"opacity\":0.5"));
    otio.track("Video", OTIO.gap(5), OTIO.clip("asset:logo", 2, 10));

    LineageBuilder lineage = lineage(otio, jump);

    // In frames: 5 of 1/4, 5 of 1/2, 3 of 3/4, 2 of 1/2, 5 of 1/4.
    assertSeconds(seconds(lineage, "logo"), Fraction.of(33, 100));
    assertSeconds(seconds(lineage, "a"), Fraction.of(3, 10));
  }

  @Test
  void manyTransparentPicturesOverEachOtherAreStillShared() throws Exception {
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:a", 0, 25));
    for (int i = 0; i < 20; i++) {
      String at =
          "\"rectangle\":{\"x\":\"%d/97\",\"y\":\"%d/89\",\"width\":\"71/101\",\"height\":0.9}"
              .formatted(i, i);
      otio.track("Video", OTIO.clip("asset:card", 0, 25, "", at));
    }

    LineageBuilder lineage = lineage(otio, track(entry(0, x -> x * x % 7 == 0)));

    Fraction sum =
        seconds(lineage, "a")
            .plus(seconds(lineage, "card"))
            .plus(generated(lineage, Generated.BLACK));
    assertThat(sum).isEqualTo(Fraction.ONE);
    List<Integer> digits = new ArrayList<>();
    lineage.uses().forEach(use -> digits.add(use.visible().denominator().toString().length()));
    assertThat(digits).allMatch(length -> length <= 64);
  }
}
