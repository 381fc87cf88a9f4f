package io.patchwork.worker;

import static io.patchwork.worker.Reel.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.time.Fraction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What editors write of scale, position, opacity and channels, in pixels and samples. */
@Timeout(120)
final class EditorExportsIT {

  private static final Reel REEL = new Reel(24);
  private static final Otio OTIO = REEL.otio();

  @Cluster(holds = {Sample.DARK, Sample.LIGHT})
  static TestCluster cluster;

  @TempDir static Path temp;

  private static Film film;

  @BeforeAll
  static void render() throws Exception {
    film = Film.of(REEL, cluster, temp);
  }

  /** A light picture with an effect of Resolve over a dark one. */
  private static Reel.Shot shot(String name, int type, String effect, String parameters) {
    return REEL.shot(
        name,
        48,
        track(OTIO.clip("asset:dark", 0, 48)),
        track(OTIO.clip("asset:light", 0, 48, Otio.resolve(type, effect, parameters), "")));
  }

  private static String zoom(String value, String keys) {
    return Otio.parameter("transformationZoomX", value, "1.0", keys)
        + ","
        + Otio.parameter("transformationZoomY", value, "1.0", keys);
  }

  private static String keys(String... framesAndValues) {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < framesAndValues.length; i += 2) {
      keys.append(i == 0 ? "" : ",")
          .append('"')
          .append(framesAndValues[i])
          .append("\":{\"Value\":")
          .append(framesAndValues[i + 1])
          .append("}");
    }
    return keys.toString();
  }

  private static final Reel.Shot CORNER =
      shot(
          "corner",
          2,
          "Transform",
          zoom("0.5", "")
              + ","
              + Otio.parameter("transformationPan", "0.25", "0.0", "")
              + ","
              + Otio.parameter("transformationTilt", "0.25", "0.0", ""));

  @Test
  void aPositivePanIsToTheRightAndAPositiveTiltIsUp() {
    film.assertLuma(CORNER, 20, 308, 168, 326, 6).isCloseTo(200, offset(2));
    film.assertLuma(CORNER, 20, 308, 168, 6, 6).isCloseTo(60, offset(2));
    film.assertLuma(CORNER, 20, 308, 168, 326, 186).isCloseTo(60, offset(2));
    assertThat(film.shares(CORNER)).containsExactlyInAnyOrder("dark 0/1 3/4", "light 0/1 1/4");
  }

  private static final Reel.Shot MOVING =
      shot(
          "moving",
          2,
          "Transform",
          zoom("0.5", "")
              + ","
              + Otio.parameter(
                  "transformationPan", "0.7", "0.0", keys("48", "0.25", "0", "-0.25")));

  /** In the middle of frame f its left edge is at 640 × (f + 1/2) / 96 pixels. */
  @Test
  void keysInNoOrderMoveAPictureByFractionsOfPixels() {
    for (int frame = 0; frame < MOVING.frames(); frame += 7) {
      int left = 640 * (2 * frame + 1) / 192;
      film.assertLuma(MOVING, frame, 310, 168, left + 5, 96).isCloseTo(200, offset(2));
      if (left > 20) {
        film.assertLuma(MOVING, frame, left - 8, 168, 2, 96).isCloseTo(60, offset(2));
      }
      if (left < 300) {
        film.assertLuma(MOVING, frame, 310 - left, 168, left + 326, 96).isCloseTo(60, offset(2));
      }
      film.assertLuma(MOVING, frame, 630, 80, 5, 4).isCloseTo(60, offset(2));
    }
    assertThat(film.shares(MOVING)).containsExactlyInAnyOrder("dark 0/1 3/4", "light 0/1 1/4");
  }

  private static final Reel.Shot GROWING =
      shot("growing", 2, "Transform", zoom("0.7", keys("0", "0.5", "48", "1.0")));

  /** The mean of the square of a scale from 1/2 to 1 is 7/12. */
  @Test
  void aScaleWithKeysIsInTheMiddleAndItsShareIsTheMean() {
    // 3/4 in the middle: 480×270.
    film.assertLuma(GROWING, 24, 470, 260, 85, 50).isCloseTo(200, offset(2));
    film.assertLuma(GROWING, 24, 70, 350, 3, 5).isCloseTo(60, offset(2));
    film.assertLuma(GROWING, 24, 630, 34, 5, 4).isCloseTo(60, offset(2));
    Fraction light =
        film.uses(GROWING).stream()
            .filter(use -> use.asset().value().equals("light"))
            .findFirst()
            .orElseThrow()
            .visible();
    assertThat(light.numerator().doubleValue() / light.denominator().doubleValue())
        .isCloseTo(7.0 / 12, within(0.0005));
  }

  private static final Reel.Shot BEYOND =
      shot(
          "beyond",
          2,
          "Transform",
          zoom("2.0", "") + "," + Otio.parameter("transformationPan", "1.0", "0.0", ""));

  @Test
  void whatIsLargerThanTheFrameIsCutAndShowsWhatIsBelow() {
    film.assertLuma(BEYOND, 20, 308, 348, 326, 6).isCloseTo(200, offset(2));
    film.assertLuma(BEYOND, 20, 308, 348, 6, 6).isCloseTo(60, offset(2));
    assertThat(film.shares(BEYOND)).containsExactlyInAnyOrder("dark 0/1 1/2", "light 0/1 1/2");
  }

  private static final Reel.Shot FADING =
      shot(
          "fading",
          1,
          "Composite",
          Otio.parameter("opacity", "37.0", "100.0", keys("48", "100.0", "0", "0.0")));

  @Test
  void anOpacityWithKeysIsInPercent() {
    film.assertLuma(FADING, 12, 600, 300, 20, 20).isCloseTo(60 + 140 * 25 / 96, offset(3));
    film.assertLuma(FADING, 36, 600, 300, 20, 20).isCloseTo(60 + 140 * 73 / 96, offset(3));
    assertThat(film.shares(FADING)).containsExactlyInAnyOrder("dark 0/1 1/2", "light 0/1 1/2");
  }

  private static String channel(Otio otio, int channel) {
    return otio.clip("asset:sides", 0, 24)
        .replace(
            "\"metadata\":{",
            "\"metadata\":{\"Resolve_OTIO\":{\"Channels\":[{\"Source Channel ID\":"
                + channel
                + ",\"Source Track ID\":0}]},");
  }

  private static double rms(short[] stereo, int side, int second) {
    double sum = 0;
    for (int i = 48_000 * second + 4800; i < 48_000 * (second + 1) - 4800; i++) {
      double sample = stereo[2 * i + side];
      sum += sample * sample;
    }
    return Math.sqrt(sum / 38_400);
  }

  /** The file has a tone on its left side alone. */
  @Test
  void eachChannelOfAFileIsHeardOnceAndOnBothSides() throws Exception {
    Path file = temp.resolve("sides.wav");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "aevalsrc=0.2*sin(880*PI*t)|0:s=48000:d=2", file.toString());
    cluster.ingest("sides", file, TestCluster.SMALL);
    Otio otio = new Otio("24");
    otio.track("Audio", otio.clip("asset:sides", 0, 24), channel(otio, 0), channel(otio, 1));
    otio.track("Audio", otio.gap(24), channel(otio, 1), otio.gap(24));

    Result.OfRender made = TestCluster.film(cluster.render("sides", otio.bytes(), "wav"));
    Path sound = cluster.fetch(made.output().key(), temp.resolve("sides.film.wav"));
    byte[] pcm = TestMedia.ffmpeg("-i", sound.toString(), "-ar", "48000", "-f", "s16le", "-");
    short[] samples = new short[pcm.length / 2];
    ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);

    double whole = rms(samples, 0, 0);
    assertThat(rms(samples, 1, 0)).isLessThan(whole / 1000);
    // 3 dB less on either side, as a mono file has.
    for (int side : List.of(0, 1)) {
      assertThat(rms(samples, side, 1) / whole).isCloseTo(Math.sqrt(0.5), within(0.01));
      assertThat(rms(samples, side, 2)).isLessThan(whole / 1000);
    }
    assertThat(made.warnings()).isEmpty();
  }
}
