package io.patchwork.worker.composition;

import static io.patchwork.worker.composition.CaseTimelines.clip;
import static io.patchwork.worker.composition.CaseTimelines.resolve;
import static io.patchwork.worker.composition.CaseTimelines.speed;
import static io.patchwork.worker.composition.CaseTimelines.time;
import static io.patchwork.worker.composition.CaseTimelines.timeline;
import static io.patchwork.worker.composition.KitMedia.media;
import static io.patchwork.worker.composition.ShownFrames.numbers;
import static io.patchwork.worker.composition.ShownFrames.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clips that are played from their end. */
final class ReversedClipsTest {

  private static final FrameSize FRAME = new FrameSize(640, 360);

  /** The frame that begins last before {@code start + (length - t) * speed}. */
  private static List<Long> reversed(
      Fraction own, Fraction film, long start, long length, Fraction speed) {
    List<Long> frames = new ArrayList<>();
    for (long k = 0; k < length; k++) {
      Fraction media = Fraction.of(start).plus(Fraction.of(length - k).times(speed));
      frames.add(
          media.times(own).dividedBy(film).ceiling().subtract(BigInteger.ONE).longValueExact());
    }
    return frames;
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "plain, -1",
    "plain, -0.5",
    "plain, -2",
    "dropped, -1",
    "dropped, -0.5",
    "fifty, -2",
    "ntsc, -1"
  })
  void inReverseTheLastFrameBeforeTheEndIsTheFirst(String asset, String scalar) throws Exception {
    String clip = clip(asset, "1", "1.5", "24", speed(scalar));
    Fraction own =
        Objects.requireNonNull(
                media(new Id(asset))
                    .orElseThrow()
                    .info()
                    .videoStream()
                    .orElseThrow()
                    .averageFrameRate())
            .perSecond();
    List<Long> expected =
        reversed(own, Fraction.of(24), 24, 36, Fraction.of(new BigDecimal(scalar).negate()));

    assertThat(numbers(resolve(timeline("Video", clip)))).isEqualTo(expected);
  }

  @Test
  void underANestedWarpTwoReversesPlayForwardsAndOneHalvesIt() throws Exception {
    String twice =
        nested("[" + clip("plain", "1", "1", "24", speed("-1")) + "]", "0", "1", speed("-1"));
    String halved = nested("[" + clip("plain", "1", "1", "24", "") + "]", "0", "1", speed("-0.5"));
    String inner = nested("[" + clip("plain", "1", "2", "24", "") + "]", "0", "2", speed("2"));
    String outer = nested("[" + inner + "]", "0", "1", speed("-1"));

    assertThat(shown(resolve(timeline("Video", twice)))).isEqualTo("plain:24..47");
    assertThat(numbers(resolve(timeline("Video", halved))))
        .isEqualTo(reversed(Fraction.of(24), Fraction.of(24), 24, 24, Fraction.of(1, 2)));
    // At double speed the first second shows frames 24 to 70; backwards from 72 on.
    assertThat(numbers(resolve(timeline("Video", outer))))
        .startsWith(71L, 69L, 67L)
        .endsWith(29L, 27L, 25L);
  }

  private static String nested(String children, String start, String seconds, String effects) {
    return """
    {"OTIO_SCHEMA":"Track.1","kind":"Video","source_range":{"OTIO_SCHEMA":"TimeRange.1",
      "start_time":%s,"duration":%s},"effects":[%s],"children":%s}\
    """
        .formatted(time(start, "24"), time(seconds, "24"), effects, children);
  }

  @Test
  void theInHandleOfAReversedClipLiesBehindItsRange() throws Exception {
    String dissolve =
        "{\"OTIO_SCHEMA\":\"Transition.1\",\"transition_type\":\"SMPTE_Dissolve\",\"in_offset\":"
            + time("0.25", "24")
            + ",\"out_offset\":"
            + time("0", "24")
            + "}";
    ResolvedTimeline timeline =
        resolve(
            timeline(
                "Video",
                clip("coded", "0", "1", "24"),
                dissolve,
                clip("plain", "1", "1", "24", speed("-1"))));

    Layer incoming = new LayerEvaluator(timeline, FRAME).layers(18, 19).getLast();
    assertThat(((LayerContent.Video) incoming.content()).retime().frame(0)).isEqualTo(53);
    assertThat(timeline.remarks()).isEmpty();
    assertThat(
            resolve(
                    timeline(
                        "Video",
                        clip("coded", "0", "1", "24"),
                        dissolve,
                        clip("plain", "7", "1", "24", speed("-1"))))
                .warnings())
        .singleElement()
        .asString()
        .contains("needs 0:00:00.250 more than the media of clip", "the last frame is held there");
  }
}
