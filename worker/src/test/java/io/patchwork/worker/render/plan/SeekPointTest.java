package io.patchwork.worker.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestStreams;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SeekPointTest {

  private static final FrameRate RATE = FrameRate.of(25, 1);

  /** 100 frames in ticks of a frame. */
  private static FrameIndex index(Integer... keys) {
    List<Long> pts = new ArrayList<>();
    for (long i = 0; i < 100; i++) {
      pts.add(i);
    }
    return new FrameIndex(
        FrameIndex.FORMAT, Sha256.of("a"), 0, Fraction.of(1, 25), pts, pts, List.of(keys));
  }

  private static LayerContent.Video shown(Demuxer demuxer) {
    return new LayerContent.Video(
        new Id("a"),
        Sha256.of("a"),
        demuxer,
        TestStreams.picture(640, 360, RATE, RationalTime.ofSeconds(4, 1)),
        new Retime(RATE, Fraction.ZERO, Fraction.ONE, 100));
  }

  private static RationalTime entry(FrameIndex index, Demuxer demuxer, long frame) {
    return SeekPoint.indexed(index, shown(demuxer), RationalTime.ofFrames(frame, RATE));
  }

  private static RationalTime atKey(long frame) {
    return RationalTime.ofFrames(frame, RATE).plus(SeekPoint.SEEKS_BEFORE);
  }

  @Test
  void aGroupIsEnteredAtItsKeyFrame() {
    FrameIndex index = index(0, 25, 50, 75);

    assertThat(entry(index, Demuxer.MOV, 50)).isEqualTo(atKey(50));
    assertThat(entry(index, Demuxer.MOV, 49)).isEqualTo(atKey(25));
    assertThat(entry(index, Demuxer.MATROSKA, 99)).isEqualTo(atKey(75));
  }

  @Test
  void groupsTooShortToBeToldApartAreEnteredEarly() {
    assertThat(entry(index(0, 10, 20, 30), Demuxer.MOV, 22))
        .isEqualTo(SeekPoint.guessed(Demuxer.MOV, RationalTime.ofFrames(22, RATE)));
  }

  @Test
  void whereSeekingCannotBeTrustedEverythingIsDecoded() {
    assertThat(entry(index(0, 25, 50), Demuxer.MPEG_TS, 60)).isEqualTo(RationalTime.ZERO);
  }
}
