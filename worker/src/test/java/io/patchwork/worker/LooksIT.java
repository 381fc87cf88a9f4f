package io.patchwork.worker;

import static io.patchwork.worker.Reel.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractIntegerAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clips look like in a frame, and what lineage says of it: shots of one film, which has
 * 640×360.
 */
@Timeout(120)
final class LooksIT {

  private static final int RATE = 24;
  private static final Otio OTIO = new Otio("24");
  private static final Reel REEL = new Reel(OTIO);

  @Cluster(holds = {Sample.DARK, Sample.LIGHT})
  static TestCluster cluster;

  @TempDir static Path temp;

  private static Path file;
  private static Frames frames;
  private static Lineage lineage;

  @BeforeAll
  static void render() throws Exception {
    cluster.ingest(
        "upright", TestMedia.video(temp.resolve("upright.mp4"), 3, "202x360", "24", 440));
    cluster.ingest("grey", picture("grey.tiff", "color=0x808080:s=640x360,format=rgb24"));
    cluster.ingest(
        "logo",
        picture("logo.png", "color=red@0.0:s=640x360,format=rgba,drawbox=0:0:64:36:red@1:fill"));

    Result.OfRender film = TestCluster.film(cluster.render("looks", REEL.bytes(), "preview"));

    file = cluster.fetch(film.output().key(), temp.resolve("film.mp4"));
    frames = Frames.of(file);
    assertThat(film.frames()).isEqualTo(REEL.frames());
    assertThat(frames.count()).isEqualTo(REEL.frames());
    Path document = cluster.fetch(film.lineage().key(), temp.resolve("lineage.json"));
    lineage = Json.read(Files.readAllBytes(document), Lineage.class);
    assertThat(Coverage.problems(lineage)).isEmpty();
  }

  private static Path picture(String name, String source) throws Exception {
    Path picture = temp.resolve(name);
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", source, "-frames:v", "1", "-update", "1", picture.toString());
    return picture;
  }

  /** The mean luma of a rectangle of a frame of a shot. */
  private static AbstractIntegerAssert<?> assertLuma(
      Reel.Shot shot, int frame, int width, int height, int x, int y) {
    return assertThat(frames.luma(shot.start() + frame, width, height, x, y))
        .as("frame %d of the shot %s", frame, shot);
  }

  private static boolean isIn(Reel.Shot shot, Interval out) {
    return out.start().compareTo(time(shot.start())) >= 0
        && out.start().compareTo(time(shot.end())) < 0;
  }

  private static RationalTime time(int frames) {
    return RationalTime.ofSeconds(frames, RATE);
  }

  private static List<Use> uses(Reel.Shot shot) {
    return lineage.uses().stream().filter(use -> isIn(shot, use.out())).toList();
  }

  /** Whose clips are seen in a shot, from which second of it, and how much of them. */
  private static List<String> shares(Reel.Shot shot) {
    return uses(shot).stream()
        .map(use ->
            use.asset() + " " + use.out().start().minus(time(shot.start())) + " " + use.visible())
        .toList();
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
                "-show_entries", "stream=sample_aspect_ratio", "-of", "csv=p=0", file.toString()))
        .isEqualTo("1:1");
  }

  @Test
  void aTrackAndAWholeTimelineFadeOut() throws Exception {
    Otio otio = new Otio("24");
    otio.treated("Video", "\"fadeOut\": 1", otio.clip("asset:light", 0, 48));
    otio.treated("Video", "\"colour\": {\"brightness\": 0.1}", otio.gap(24));

    Result.OfRender film = TestCluster.film(cluster.render("fading", otio.bytes(), "preview"));

    List<Integer> lumas =
        TestMedia.codedLumas(cluster.fetch(film.output().key(), temp.resolve("fading.mp4")));
    assertThat(lumas.get(23)).isGreaterThan(180);
    assertThat(lumas.get(36)).isBetween(100, 115);
    assertThat(lumas.get(47)).isLessThan(22);
  }

  private static final Reel.Shot GREY =
      REEL.shot("grey", 24, track(OTIO.clip("asset:grey", 0, 24)));

  @Test
  void whatFfmpegDoesNotReadIsShownByItsRendition() {
    for (int frame = 0; frame < GREY.frames(); frame++) {
      assertLuma(GREY, frame, 16, 16, 312, 172).isBetween(124, 127);
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
      assertLuma(PICTURE_IN_PICTURE, frame, 300, 340, 10, 10).isCloseTo(60, offset(2));
    }
    // Half a frame after the middle of the fade, and when it is over.
    assertLuma(PICTURE_IN_PICTURE, 12, 300, 160, 330, 10).isCloseTo(60 + 140 * 25 / 48, offset(3));
    assertLuma(PICTURE_IN_PICTURE, 30, 300, 160, 330, 10).isCloseTo(200, offset(2));
    assertThat(shares(PICTURE_IN_PICTURE))
        .containsExactlyInAnyOrder(
            "dark 0/1 7/8", "light 0/1 1/8", "dark 1/1 3/4", "light 1/1 1/4");
    Use light =
        uses(PICTURE_IN_PICTURE).stream().filter(use -> use.layer() == 1).findFirst().orElseThrow();
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
    assertLuma(HALF, 10, 600, 300, 20, 20).isCloseTo(130, offset(2));
    assertThat(shares(HALF)).containsExactly("dark 0/1 1/2", "light 0/1 1/2");
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
    assertLuma(WIPE, 23, 100, 300, 10, 20).isCloseTo(60, offset(3));
    // A quarter of the way.
    assertLuma(WIPE, 30, 100, 300, 10, 20).isCloseTo(200, offset(3));
    assertLuma(WIPE, 30, 100, 300, 500, 20).isCloseTo(60, offset(3));
    assertLuma(WIPE, 47, 100, 300, 500, 20).isCloseTo(200, offset(3));
    assertThat(shares(WIPE))
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
    assertLuma(DIP, 23, 600, 300, 20, 20).isCloseTo(200, offset(2));
    assertLuma(DIP, 35, 600, 300, 20, 20).isCloseTo(24, offset(4));
    assertLuma(DIP, 36, 600, 300, 20, 20).isCloseTo(24, offset(4));
    assertLuma(DIP, 48, 600, 300, 20, 20).isCloseTo(200, offset(2));
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
    assertLuma(NESTED, 5, 280, 140, 20, 200).isCloseTo(130, offset(3));
    assertLuma(NESTED, 18, 280, 140, 20, 200).isCloseTo(60, offset(3));
    assertThat(shares(NESTED))
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
    assertLuma(STACK, 20, 600, 300, 20, 20).isCloseTo(200, offset(2));
    assertLuma(STACK, 30, 600, 300, 20, 20).isCloseTo(60, offset(2));
    assertThat(shares(STACK))
        .containsExactlyInAnyOrder("dark 0/1 0/1", "light 0/1 1/1", "dark 1/1 1/1");
  }

  private static final Reel.Shot BACKWARDS =
      REEL.shot(
          "backwards",
          72,
          track(
              Otio.nested(
                  "Track",
                  OTIO.range(72, 72),
                  Otio.speed("-1"),
                  "",
                  OTIO.clip("asset:dark", 0, 36),
                  OTIO.transition(12, 12, "\"kind\":\"dip-to-white\""),
                  OTIO.clip("asset:light", 20, 36))));

  @Test
  void aDipThatRunsBackwardsComesFromWhatIsLater() {
    assertLuma(BACKWARDS, 10, 600, 300, 20, 20).isCloseTo(200, offset(2));
    assertLuma(BACKWARDS, 26, 600, 300, 20, 20).isBetween(200, 220);
    assertLuma(BACKWARDS, 45, 600, 300, 20, 20).isBetween(80, 150);
    assertLuma(BACKWARDS, 60, 600, 300, 20, 20).isCloseTo(60, offset(2));
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
    assertLuma(KEYS, 12, 600, 300, 20, 20).isCloseTo(16, offset(1));
    assertLuma(KEYS, 36, 600, 300, 20, 20).isCloseTo(200, offset(2));
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
  void aTitleIsWhereItWasPutAndTakesNothingFromAnybody() {
    assertLuma(TITLE, 10, 640, 160, 0, 10).isCloseTo(60, offset(1));
    assertLuma(TITLE, 10, 640, 170, 0, 185).isBetween(64, 120);
    assertThat(shares(TITLE)).containsExactly("dark 0/1 1/1");
    assertThat(lineage.generated())
        .filteredOn(each -> isIn(TITLE, each.out()))
        .extracting(Generated::generator, Generated::visible)
        .containsExactly(Tuple.tuple("text", Fraction.ZERO));
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
    assertLuma(CREDITS, 24, 640, 300, 0, 30).isCloseTo(16, offset(1));
    assertLuma(CREDITS, 48, 640, 300, 0, 30).isGreaterThan(19);
    assertLuma(CREDITS, 71, 640, 300, 0, 30).isCloseTo(16, offset(1));
  }

  private static final Reel.Shot LOGO =
      REEL.shot(
          "logo", 24, track(OTIO.clip("asset:dark", 0, 24)), track(OTIO.clip("asset:logo", 0, 24)));

  @Test
  void whatIsSeenThroughALogoIsStillItsMakers() {
    assertThat(uses(LOGO))
        .filteredOn(use -> use.medium() == Medium.PICTURE)
        .extracting(use -> use.asset() + " " + use.visible())
        .containsExactlyInAnyOrder("dark 1/2", "logo 1/2");
  }

  private static final Reel.Shot EMOJI =
      REEL.shot(
          "emoji",
          24,
          track(OTIO.generator("Title", "\"text\":\"\uD83D\uDC4D\uD83C\uDFFD\",\"size\":0.5", 24)));

  @Test
  void emojiAreSeen() {
    // In the middle, and not what only tells the colour of the hand.
    assertLuma(EMOJI, 12, 200, 300, 220, 30).isGreaterThan(22);
    assertLuma(EMOJI, 12, 200, 300, 420, 30).isCloseTo(16, offset(1));
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
