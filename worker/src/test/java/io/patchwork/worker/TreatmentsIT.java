package io.patchwork.worker;

import static io.patchwork.worker.Reel.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clips look like in a frame, and what lineage says of it: shots of one film, which has
 * 640×360.
 */
@Timeout(120)
final class TreatmentsIT {

  private static final Reel REEL = new Reel(24);
  private static final Otio OTIO = REEL.otio();

  @Cluster(holds = {Sample.DARK, Sample.LIGHT})
  static TestCluster cluster;

  @TempDir static Path temp;

  private static Film film;

  @BeforeAll
  static void render() throws Exception {
    Path upright = TestMedia.video(temp.resolve("upright.mp4"), 3, "202x360", "24", 440);
    cluster.ingest("upright", upright, TestCluster.SMALL);
    Path logo =
        picture(
            "logo.png",
            "color=red@0.0:s=640x360,format=rgba,drawbox=0:0:64:36:red@1:fill:replace=1");
    cluster.ingest("logo", logo, TestCluster.SMALL);
    cluster.ingest("grey", picture("grey.tiff", "color=0x808080:s=640x360,format=rgb24"));
    film = Film.of(REEL, cluster, temp);
  }

  private static Path picture(String name, String source) throws Exception {
    Path picture = temp.resolve(name);
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", source, "-frames:v", "1", "-update", "1", picture.toString());
    return picture;
  }

  /** The first shot: the film's pixels are those of its first frame. */
  private static final Reel.Shot BLURRED =
      REEL.shot(
          "blurred",
          60,
          track(
              OTIO.clip("asset:upright", 0, 10, "", "\"fit\": \"blurred\""),
              OTIO.clip("asset:dark", 0, 10),
              OTIO.clip("asset:upright", 20, 40, "", "\"fit\": \"blurred\"")));

  @Test
  void aBlurredBackgroundOfAnotherShapeHasSquarePixels() throws Exception {
    assertThat(BLURRED.start()).isZero();
    assertThat(
            TestMedia.ffprobe(
                "-show_entries",
                "stream=sample_aspect_ratio",
                "-of",
                "csv=p=0",
                film.file().toString()))
        .isEqualTo("1:1");
  }

  @Test
  void aTrackAndAWholeTimelineFadeOut() throws Exception {
    Otio otio = new Otio("24");
    otio.treated("Video", "\"fadeOut\": 1", otio.clip("asset:light", 0, 48));
    otio.treated("Video", "\"colour\": {\"brightness\": 0.1}", otio.gap(24));

    Result.OfRender made = TestCluster.film(cluster.render("fading", otio.bytes(), "preview"));

    List<Integer> lumas =
        TestMedia.codedLumas(cluster.fetch(made.output().key(), temp.resolve("fading.mp4")));
    assertThat(lumas.get(23)).isGreaterThan(180);
    assertThat(lumas.get(36)).isBetween(100, 115);
    assertThat(lumas.get(47)).isLessThan(22);
  }

  private static final Reel.Shot GREY =
      REEL.shot("grey", 24, track(OTIO.clip("asset:grey", 0, 24)));

  @Test
  void whatFfmpegDoesNotReadIsShownByItsRendition() {
    for (int frame = 0; frame < GREY.frames(); frame++) {
      film.assertLuma(GREY, frame, 16, 16, 312, 172).isBetween(124, 127);
    }
  }

  private static final Reel.Shot PICTURE_IN_PICTURE =
      REEL.shot(
          "picture in picture",
          48,
          track(OTIO.clip("asset:dark", 0, 48)),
          track(
              OTIO.clip(
                  "asset:light",
                  0,
                  48,
                  "",
                  "\"rectangle\":{\"x\":0.5,\"y\":0,\"width\":0.5,\"height\":0.5},\"fadeIn\":1")));

  @Test
  void aPictureInPictureCoversItsRectangleAndFadesIn() {
    for (int frame = 0; frame < PICTURE_IN_PICTURE.frames(); frame++) {
      film.assertLuma(PICTURE_IN_PICTURE, frame, 300, 340, 10, 10).isCloseTo(60, offset(2));
    }
    // Half a frame after the middle of the fade, and when it is over.
    film.assertLuma(PICTURE_IN_PICTURE, 12, 300, 160, 330, 10)
        .isCloseTo(60 + 140 * 25 / 48, offset(3));
    film.assertLuma(PICTURE_IN_PICTURE, 30, 300, 160, 330, 10).isCloseTo(200, offset(2));
    assertThat(film.shares(PICTURE_IN_PICTURE))
        .containsExactlyInAnyOrder(
            "dark 0/1 7/8", "light 0/1 1/8", "dark 1/1 3/4", "light 1/1 1/4");
    Use light =
        film.uses(PICTURE_IN_PICTURE).stream()
            .filter(use -> use.layer() == 1)
            .findFirst()
            .orElseThrow();
    assertThat(Objects.requireNonNull(light.box()).left()).isEqualTo(Fraction.of(1, 2));
    assertThat(light.weight()).hasSize(1);
  }

  private static final Reel.Shot HALF =
      REEL.shot(
          "half transparent",
          24,
          track(OTIO.clip("asset:dark", 0, 24)),
          track(OTIO.clip("asset:light", 0, 24, "", "\"opacity\":0.5")));

  @Test
  void halfTransparentIsHalfSeen() {
    film.assertLuma(HALF, 10, 600, 300, 20, 20).isCloseTo(130, offset(2));
    assertThat(film.shares(HALF)).containsExactly("dark 0/1 1/2", "light 0/1 1/2");
  }

  private static final Reel.Shot WIPE =
      REEL.shot(
          "wipe",
          72,
          track(
              OTIO.clip("asset:dark", 20, 36),
              OTIO.transition(12, 12, "\"kind\":\"wipe-right\""),
              OTIO.clip("asset:light", 20, 36)));

  @Test
  void aWipeMovesFromOneSideToTheOther() {
    film.assertLuma(WIPE, 23, 100, 300, 10, 20).isCloseTo(60, offset(3));
    // A quarter of the way.
    film.assertLuma(WIPE, 30, 100, 300, 10, 20).isCloseTo(200, offset(3));
    film.assertLuma(WIPE, 30, 100, 300, 500, 20).isCloseTo(60, offset(3));
    film.assertLuma(WIPE, 47, 100, 300, 500, 20).isCloseTo(200, offset(3));
    assertThat(film.shares(WIPE))
        .containsExactly("dark 0/1 1/1", "dark 1/1 1/2", "light 1/1 1/2", "light 2/1 1/1");
  }

  private static final Reel.Shot DIP =
      REEL.shot(
          "dip",
          72,
          track(
              OTIO.clip("asset:light", 20, 36),
              OTIO.transition(12, 12, "\"kind\":\"dip-to-black\""),
              OTIO.clip("asset:light", 20, 36)));

  @Test
  void aDipGoesToBlackAndComesBack() {
    film.assertLuma(DIP, 23, 600, 300, 20, 20).isCloseTo(200, offset(2));
    film.assertLuma(DIP, 35, 600, 300, 20, 20).isCloseTo(24, offset(4));
    film.assertLuma(DIP, 36, 600, 300, 20, 20).isCloseTo(24, offset(4));
    film.assertLuma(DIP, 48, 600, 300, 20, 20).isCloseTo(200, offset(2));
  }

  private static final Reel.Shot NESTED =
      REEL.shot(
          "nested",
          24,
          track(OTIO.clip("asset:dark", 0, 24)),
          track(
              Otio.nested(
                  "Stack",
                  "null",
                  "",
                  "\"rectangle\":{\"x\":0,\"y\":0.5,\"width\":0.5,\"height\":0.5},\"opacity\":0.5",
                  Otio.nested(
                      "Track",
                      "null",
                      "",
                      "",
                      OTIO.clip("asset:light", 0, 12),
                      OTIO.clip("asset:dark", 0, 12)))));

  @Test
  void aNestedTimelineIsShownAsOnePicture() {
    film.assertLuma(NESTED, 5, 280, 140, 20, 200).isCloseTo(130, offset(3));
    film.assertLuma(NESTED, 18, 280, 140, 20, 200).isCloseTo(60, offset(3));
    assertThat(film.shares(NESTED))
        .containsExactlyInAnyOrder("dark 0/1 7/8", "light 0/1 1/8", "dark 1/2 1/8");
  }

  private static final Reel.Shot STACK =
      REEL.shot(
          "stack",
          48,
          track(OTIO.clip("asset:dark", 0, 48)),
          track(
              Otio.nested(
                  "Stack",
                  "null",
                  "",
                  "",
                  Otio.nested("Track", OTIO.range(0, 24), "", "", OTIO.clip("asset:light", 0, 48)),
                  OTIO.gap(48))));

  @Test
  void whatIsInAStackEndsWhereItEnds() {
    film.assertLuma(STACK, 20, 600, 300, 20, 20).isCloseTo(200, offset(2));
    film.assertLuma(STACK, 30, 600, 300, 20, 20).isCloseTo(60, offset(2));
    assertThat(film.shares(STACK))
        .containsExactlyInAnyOrder("dark 0/1 0/1", "light 0/1 1/1", "dark 1/1 1/1");
  }

  private static final Reel.Shot BACKWARDS =
      REEL.shot(
          "backwards",
          72,
          track(
              Otio.nested(
                  "Track",
                  OTIO.range(0, 72),
                  Otio.speed("-1"),
                  "",
                  OTIO.clip("asset:dark", 0, 36),
                  OTIO.transition(12, 12, "\"kind\":\"dip-to-white\""),
                  OTIO.clip("asset:light", 20, 36))));

  @Test
  void aDipThatRunsBackwardsComesFromWhatIsLater() {
    film.assertLuma(BACKWARDS, 10, 600, 300, 20, 20).isCloseTo(200, offset(2));
    film.assertLuma(BACKWARDS, 26, 600, 300, 20, 20).isBetween(200, 220);
    film.assertLuma(BACKWARDS, 45, 600, 300, 20, 20).isBetween(80, 150);
    film.assertLuma(BACKWARDS, 60, 600, 300, 20, 20).isCloseTo(60, offset(2));
  }

  private static final Reel.Shot KEYS =
      REEL.shot(
          "keys",
          48,
          track(
              OTIO.clip(
                  "asset:light",
                  0,
                  48,
                  "",
                  IntStream.range(0, 400)
                      .mapToObj(i -> "{\"at\":\"%d/200\",\"value\":%d}".formatted(i, i / 200))
                      .collect(Collectors.joining(",", "\"opacity\":[", "]")))));

  @Test
  void hundredsOfKeysAreStraightLinesBetween() {
    film.assertLuma(KEYS, 12, 600, 300, 20, 20).isCloseTo(16, offset(1));
    film.assertLuma(KEYS, 36, 600, 300, 20, 20).isCloseTo(200, offset(2));
  }

  private static final Reel.Shot LOGO =
      REEL.shot(
          "logo", 24, track(OTIO.clip("asset:dark", 0, 24)), track(OTIO.clip("asset:logo", 0, 24)));

  @Test
  void aLogoTakesWhatItHidesAndNoMore() {
    Fraction logo = share("logo");

    assertThat(logo.minus(Fraction.of(1, 100)).abs()).isLessThan(Fraction.of(1, 10_000));
    assertThat(share("dark")).isEqualTo(Fraction.ONE.minus(logo));
  }

  private static Fraction share(String asset) {
    return film.uses(LOGO).stream()
        .filter(use -> use.medium() == Medium.VIDEO && use.asset().value().equals(asset))
        .map(Use::visible)
        .reduce(Fraction.ZERO, Fraction::plus);
  }

  /** Held at frame 22; there is a transition from frame 16 to 24. */
  private static String frozen(String manner, String look) {
    return Otio.nested(
        "Stack",
        OTIO.range(22, 24),
        Otio.speed("0"),
        look,
        Otio.nested(
            "Track",
            "null",
            "",
            "",
            OTIO.clip("asset:dark", 0, 20),
            OTIO.transition(4, 4, manner),
            OTIO.clip("asset:light", 8, 20)));
  }

  private static final Reel.Shot FROZEN_DISSOLVE =
      REEL.shot("frozen dissolve", 24, track(frozen("", "")));

  @Test
  void whatIsFrozenInsideOfADissolveShowsTheMix() {
    for (int frame = 0; frame < FROZEN_DISSOLVE.frames(); frame++) {
      film.assertLuma(FROZEN_DISSOLVE, frame, 300, 160, 40, 40).isCloseTo(165, offset(2));
    }
    assertThat(film.shares(FROZEN_DISSOLVE))
        .containsExactlyInAnyOrder("dark 0/1 1/4", "light 0/1 3/4");
  }

  private static final Reel.Shot FROZEN_WIPE =
      REEL.shot(
          "frozen wipe",
          24,
          track(OTIO.clip("asset:dark", 0, 24)),
          track(
              frozen(
                  "\"kind\":\"wipe-left\"",
                  "\"rectangle\":{\"x\":0.5,\"y\":0,\"width\":0.5,\"height\":0.5}")));

  @Test
  void whatIsFrozenInsideOfAWipeShowsBothSides() {
    for (int frame = 0; frame < FROZEN_WIPE.frames(); frame++) {
      film.assertLuma(FROZEN_WIPE, frame, 72, 172, 322, 4).isCloseTo(60, offset(2));
      film.assertLuma(FROZEN_WIPE, frame, 228, 172, 408, 4).isCloseTo(200, offset(2));
    }
    assertThat(film.shares(FROZEN_WIPE))
        .containsExactlyInAnyOrder("dark 0/1 3/4", "dark 0/1 1/16", "light 0/1 3/16");
  }

  private static final Reel.Shot FROZEN_CROP =
      REEL.shot("frozen crop", 24, track(frozen("\"kind\":\"rectangle-crop\"", "")));

  @Test
  void whatIsFrozenInsideOfACropShowsOneSideOnBlack() {
    for (int frame = 0; frame < FROZEN_CROP.frames(); frame++) {
      film.assertLuma(FROZEN_CROP, frame, 312, 172, 164, 94).isCloseTo(200, offset(2));
      film.assertLuma(FROZEN_CROP, frame, 152, 360, 0, 0).isLessThan(18);
    }
    assertThat(film.shares(FROZEN_CROP)).containsExactly("light 0/1 1/4");
  }

  /** The dark clip has no handle, and is covered until eight frames behind its end. */
  private static final Reel.Shot WITHOUT_HANDLE =
      REEL.shot(
          "without a handle",
          48,
          track(
              OTIO.clip("asset:dark", 76, 24),
              OTIO.transition(4, 16, "\"kind\":\"wipe-left\""),
              OTIO.clip("asset:light", 16, 24)),
          track(OTIO.clip("asset:light", 0, 32), OTIO.gap(16)));

  @Test
  void whatIsHeldBehindItsEndIsStillThereWhenItIsUncovered() {
    for (int frame = 32; frame < 36; frame++) {
      film.assertLuma(WITHOUT_HANDLE, frame, 100, 340, 4, 10).isCloseTo(60, offset(2));
      film.assertLuma(WITHOUT_HANDLE, frame, 300, 340, 320, 10).isCloseTo(200, offset(2));
    }
  }

  private static final Reel.Shot BLURRED_LOGO =
      REEL.shot(
          "blurred logo",
          24,
          track(OTIO.clip("asset:light", 0, 24)),
          track(
              OTIO.clip(
                  "asset:logo",
                  0,
                  24,
                  "",
                  "\"fit\":\"blurred\",\"fadeIn\":0.5,"
                      + "\"rectangle\":{\"x\":0,\"y\":0,\"width\":0.5,\"height\":1}")));

  @Test
  void aBlurredPictureThatFadesInShowsWhatIsBelowWhereItIsTransparent() {
    film.assertLuma(BLURRED_LOGO, 20, 24, 10, 4, 94).isBetween(55, 75);
    film.assertLuma(BLURRED_LOGO, 20, 200, 80, 100, 260).isCloseTo(200, offset(2));
  }
}
