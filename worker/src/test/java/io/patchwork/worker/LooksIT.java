package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clips look like in a frame, and what lineage says of it. The preview has 640×360. */
@Timeout(120)
final class LooksIT {

  @TempDir Path temp;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(temp, Map.of());
    for (Map.Entry<String, String> grey : Map.of("dark", "60", "light", "200").entrySet()) {
      Path file = temp.resolve(grey.getKey() + ".mp4");
      cluster.ingest(grey.getKey(), TestMedia.counter(file, 100, "24", grey.getValue()));
    }
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Result.OfRender film(Otio otio) throws Exception {
    return TestCluster.film(cluster.render("looks", otio.bytes(), "preview"));
  }

  private List<Integer> lumas(Result.OfRender film, int width, int height, int x, int y)
      throws Exception {
    Path file = cluster.fetch(film.output().key(), temp.resolve("film.mp4"));
    return TestMedia.codedLumas(file, width, height, x, y);
  }

  private static Lineage lineage(Result.OfRender film) {
    Lineage lineage = Objects.requireNonNull(film.document());
    assertThat(Coverage.problems(lineage)).isEmpty();
    return lineage;
  }

  private static List<String> shares(Lineage lineage) {
    return lineage.uses().stream()
        .map(use -> use.asset() + " " + use.out().start() + " " + use.visible())
        .toList();
  }

  @Test
  void aBlurredBackgroundOfAnotherShapeHasSquarePixels() throws Exception {
    Path upright = TestMedia.video(temp.resolve("upright.mp4"), 3, "202x360", "24", 440);
    cluster.ingest("upright", upright);
    Otio otio = new Otio("24");
    String blurred = "\"fit\": \"blurred\"";
    otio.track(
        "Video",
        otio.clip("asset:upright", 0, 10, "", blurred),
        otio.clip("asset:dark", 0, 10),
        otio.clip("asset:upright", 20, 40, "", blurred));

    Result.OfRender film = TestCluster.film(cluster.render("blurred", otio.bytes(), "preview"));

    Path file = cluster.fetch(film.output().key(), temp.resolve("blurred.mp4"));
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

  @Test
  void whatFfmpegDoesNotReadIsShownByItsRendition() throws Exception {
    Path tiff = temp.resolve("grey.tiff");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "color=0x808080:s=640x360,format=rgb24",
        "-frames:v",
        "1",
        tiff.toString());
    cluster.ingest("grey", tiff);
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:grey", 0, 24));

    Result.OfRender film = TestCluster.film(cluster.render("grey", otio.bytes(), "preview"));

    Path file = cluster.fetch(film.output().key(), temp.resolve("grey.mp4"));
    assertThat(TestMedia.codedLumas(file))
        .hasSize(24)
        .allSatisfy(luma -> assertThat(luma).isBetween(124, 127));
  }

  @Test
  void aPictureInPictureCoversItsRectangleAndFadesIn() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:dark", 0, 48));
    otio.track(
        "Video",
        otio.clip(
            "asset:light",
            0,
            48,
            "",
            "\"rectangle\":{\"x\":0.5,\"y\":0,\"width\":0.5,\"height\":0.5},\"fadeIn\":1"));

    Result.OfRender film = film(otio);

    List<Integer> inside = lumas(film, 300, 160, 330, 10);
    List<Integer> outside = lumas(film, 300, 340, 10, 10);
    assertThat(outside).allSatisfy(luma -> assertThat(luma).isCloseTo(60, offset(2)));
    // Half a frame after the middle of the fade, and when it is over.
    assertThat(inside.get(12)).isCloseTo(60 + 140 * 25 / 48, offset(3));
    assertThat(inside.get(30)).isCloseTo(200, offset(2));
    Lineage lineage = lineage(film);
    assertThat(shares(lineage))
        .containsExactlyInAnyOrder(
            "dark 0/1 7/8", "light 0/1 1/8", "dark 1/1 3/4", "light 1/1 1/4");
    Use light = lineage.uses().stream().filter(use -> use.layer() == 1).findFirst().orElseThrow();
    assertThat(Objects.requireNonNull(light.box()).left()).isEqualTo(Fraction.of(1, 2));
    assertThat(light.weight()).hasSize(1);
  }

  @Test
  void halfTransparentIsHalfSeen() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:dark", 0, 24));
    otio.track("Video", otio.clip("asset:light", 0, 24, "", "\"opacity\":0.5"));

    Result.OfRender film = film(otio);

    assertThat(lumas(film, 600, 300, 20, 20).get(10)).isCloseTo(130, offset(2));
    assertThat(shares(lineage(film))).containsExactly("dark 0/1 1/2", "light 0/1 1/2");
  }

  @Test
  void aWipeMovesFromOneSideToTheOther() throws Exception {
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip("asset:dark", 20, 36),
        otio.transition(12, 12, "\"kind\":\"wipe-right\""),
        otio.clip("asset:light", 20, 36));

    Result.OfRender film = film(otio);

    // A quarter of the way.
    List<Integer> left = lumas(film, 100, 300, 10, 20);
    List<Integer> right = lumas(film, 100, 300, 500, 20);
    assertThat(left.get(30)).isCloseTo(200, offset(3));
    assertThat(right.get(30)).isCloseTo(60, offset(3));
    assertThat(right.get(47)).isCloseTo(200, offset(3));
    assertThat(left.get(23)).isCloseTo(60, offset(3));
    assertThat(shares(lineage(film)))
        .containsExactly("dark 0/1 1/1", "dark 1/1 1/2", "light 1/1 1/2", "light 2/1 1/1");
  }

  @Test
  void aDipGoesToBlackAndComesBack() throws Exception {
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip("asset:light", 20, 36),
        otio.transition(12, 12, "\"kind\":\"dip-to-black\""),
        otio.clip("asset:light", 20, 36));

    Result.OfRender film = film(otio);

    List<Integer> lumas = lumas(film, 600, 300, 20, 20);
    assertThat(lumas.get(23)).isCloseTo(200, offset(2));
    assertThat(lumas.get(35)).isCloseTo(24, offset(4));
    assertThat(lumas.get(36)).isCloseTo(24, offset(4));
    assertThat(lumas.get(48)).isCloseTo(200, offset(2));
  }

  @Test
  void aNestedTimelineIsShownAsOnePicture() throws Exception {
    Otio otio = new Otio("24");
    String inner =
        Otio.nested(
            "Track",
            "null",
            "",
            "",
            otio.clip("asset:light", 0, 12),
            otio.clip("asset:dark", 0, 12));
    otio.track("Video", otio.clip("asset:dark", 0, 24));
    otio.track(
        "Video",
        Otio.nested(
            "Stack",
            "null",
            "",
            "\"rectangle\":{\"x\":0,\"y\":0.5,\"width\":0.5,\"height\":0.5},\"opacity\":0.5",
            inner));

    Result.OfRender film = film(otio);

    List<Integer> inside = lumas(film, 280, 140, 20, 200);
    assertThat(inside.get(5)).isCloseTo(130, offset(3));
    assertThat(inside.get(18)).isCloseTo(60, offset(3));
    assertThat(shares(lineage(film)))
        .containsExactlyInAnyOrder("dark 0/1 7/8", "light 0/1 1/8", "dark 1/2 1/8");
  }

  @Test
  void whatIsInAStackEndsWhereItEnds() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:dark", 0, 48));
    otio.track(
        "Video",
        Otio.nested(
            "Stack",
            "null",
            "",
            "",
            Otio.nested("Track", otio.range(0, 24), "", "", otio.clip("asset:light", 0, 48)),
            otio.gap(48)));

    Result.OfRender film = film(otio);

    List<Integer> lumas = lumas(film, 600, 300, 20, 20);
    assertThat(lumas.get(20)).isCloseTo(200, offset(2));
    assertThat(lumas.get(30)).isCloseTo(60, offset(2));
    assertThat(shares(lineage(film)))
        .containsExactlyInAnyOrder("dark 0/1 0/1", "light 0/1 1/1", "dark 1/1 1/1");
  }

  @Test
  void aDipThatRunsBackwardsComesFromWhatIsLater() throws Exception {
    Otio otio = new Otio("24");
    String dip =
        Otio.nested(
            "Track",
            otio.range(72, 72),
            Otio.speed("-1"),
            "",
            otio.clip("asset:dark", 0, 36),
            otio.transition(12, 12, "\"kind\":\"dip-to-white\""),
            otio.clip("asset:light", 20, 36));
    otio.track("Video", dip);

    Result.OfRender film = film(otio);

    List<Integer> lumas = lumas(film, 600, 300, 20, 20);
    assertThat(lumas.get(10)).isCloseTo(200, offset(2));
    assertThat(lumas.get(26)).isBetween(200, 220);
    assertThat(lumas.get(45)).isBetween(80, 150);
    assertThat(lumas.get(60)).isCloseTo(60, offset(2));
  }

  @Test
  void hundredsOfKeysAreStraightLinesBetween() throws Exception {
    String keys =
        java.util.stream.IntStream.range(0, 400)
            .mapToObj(i -> "{\"at\":\"%d/200\",\"value\":%d}".formatted(i, i / 200))
            .collect(java.util.stream.Collectors.joining(","));
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:light", 0, 48, "", "\"opacity\":[" + keys + "]"));

    List<Integer> lumas = lumas(film(otio), 600, 300, 20, 20);

    assertThat(lumas.get(12)).isCloseTo(16, offset(1));
    assertThat(lumas.get(36)).isCloseTo(200, offset(2));
  }

  @Test
  void aTitleIsWhereItWasPutAndTakesNothingFromAnybody() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:dark", 0, 24));
    otio.track(
        "Video",
        otio.generator(
            "Title",
            """
            "text":"Привет — مرحبا — שלום — नमस्ते — สวัสดี — 你好","size":0.1,
            "box":{"x":0,"y":0.5,"width":1,"height":0.5}\
            """,
            24));

    Result.OfRender film = film(otio);

    assertThat(lumas(film, 640, 160, 0, 10).get(10)).isCloseTo(60, offset(1));
    assertThat(lumas(film, 640, 170, 0, 185).get(10)).isBetween(64, 120);
    Lineage lineage = lineage(film);
    assertThat(shares(lineage)).containsExactly("dark 0/1 1/1");
    assertThat(lineage.generated())
        .extracting(Generated::generator, Generated::visible)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("text", Fraction.ZERO));
  }

  @Test
  void everybodyWhoIsInTheFilmIsInItsCredits() throws Exception {
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip("asset:dark", 0, 24),
        otio.generator("Credits", "\"text\":\"With\",\"size\":0.2", 48));

    Result.OfRender film = film(otio);

    List<Integer> middle = lumas(film, 640, 300, 0, 30);
    // Nothing yet, the roll in the middle, gone by.
    assertThat(middle.get(24)).isCloseTo(16, offset(1));
    assertThat(middle.get(48)).isGreaterThan(19);
    assertThat(middle.get(71)).isCloseTo(16, offset(1));
    assertThat(film.frames()).isEqualTo(72);
  }

  @Test
  void whatIsSeenThroughALogoIsStillItsMakers() throws Exception {
    Path logo = temp.resolve("logo.png");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "color=red@0.0:s=640x360,format=rgba,drawbox=0:0:64:36:red@1:fill",
        "-frames:v",
        "1",
        logo.toString());
    cluster.ingest("logo", logo);
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:dark", 0, 24))
        .track("Video", otio.clip("asset:logo", 0, 24));

    Lineage lineage = Objects.requireNonNull(film(otio).document());

    assertThat(lineage.uses())
        .filteredOn(use -> use.medium() == Medium.PICTURE)
        .extracting(use -> use.asset() + " " + use.visible())
        .containsExactlyInAnyOrder("dark 1/2", "logo 1/2");
    assertThat(Coverage.problems(lineage)).isEmpty();
  }

  @Test
  void emojiAreSeen() throws Exception {
    Otio otio = new Otio("24");
    otio.track(
        "Video", otio.generator("Title", "\"text\":\"\uD83D\uDC4D\uD83C\uDFFD\",\"size\":0.5", 24));

    Result.OfRender film = film(otio);

    // In the middle, and not what only tells the colour of the hand.
    assertThat(lumas(film, 200, 300, 220, 30).get(12)).isGreaterThan(22);
    assertThat(lumas(film, 200, 300, 420, 30).get(12)).isCloseTo(16, offset(1));
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
