package io.patchwork.worker.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.codec.AudioCodec;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Golden.Finder.class)
final class AudioEncodingTest {

  private static final LadderProfile.Audio PROFILE =
      new LadderProfile.Audio(AudioCodec.AAC, List.of(160, 64), -16, -1);

  private static Loudness loudness(String integrated, String peak) {
    return new Loudness(
        new BigDecimal(integrated),
        null,
        BigDecimal.ONE,
        new BigDecimal(peak),
        AudioEncoding.HEADROOM_DB);
  }

  private static Loudness unmeasured(@Nullable BigDecimal peak) {
    return new Loudness(null, Loudness.Unmeasured.SHORT, null, peak, AudioEncoding.HEADROOM_DB);
  }

  @Test
  void whatIsTooShortToMeasureStaysAsItIsBelowTheCeiling() {
    assertThat(graph(unmeasured(null)))
        .contains("volume=volume=6.0206dB")
        .doesNotContain("alimiter");
    assertThat(graph(unmeasured(new BigDecimal("-10.46")))).doesNotContain("alimiter");
    assertThat(graph(unmeasured(new BigDecimal("-0.10")))).contains("alimiter=limit=-1dB");
  }

  private static String graph(Loudness loudness) {
    return AudioEncoding.pass(PROFILE, loudness, null, null).graph().toString();
  }

  @Test
  void oneGainMakesTheWholeAsLoudAsTheProfileWantsIt() {
    assertThat(graph(loudness("-23.00", "-12.00")))
        .isEqualTo(
            "[0:0]volume=volume=13.0206dB:precision=float,asplit=outputs=2[sound160][sound64]");
  }

  @Test
  void aLimiterIsThereOnlyWhereTheGainWouldLiftAPeakOverTheCeiling() {
    assertThat(graph(loudness("-23.00", "-7.90"))).contains("alimiter=limit=-1dB");
    assertThat(graph(loudness("-23.00", "-8.00"))).doesNotContain("alimiter");
    assertThat(graph(loudness("-9.00", "0.30"))).doesNotContain("alimiter");
  }

  @Test
  void silenceIsLeftAndNextToNothingIsNotBlownUp() {
    assertThat(PROFILE.normalisation().gainDb(unmeasured(null))).isZero();
    assertThat(PROFILE.normalisation().gainDb(loudness("-60.00", "-40.00"))).isEqualTo("20");
  }

  @Test
  void whatPeopleHearIsEncodedAtEachRateFromTheLevelledMezzanine(Golden golden) {
    golden.shows(
        "-23 LUFS with peaks of -12 dB, to be -16 LUFS; AAC at 160 and 64 kbit/s; 42 s",
        PlanText.pass(
            AudioEncoding.pass(
                PROFILE, loudness("-23.00", "-12.00"), RationalTime.ofSeconds(42, 1), null)));
  }
}
