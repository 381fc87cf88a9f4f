package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long a stream is, by its packets: {@code stream,pts,dts,duration,pos,flags,data_hash}. */
final class PacketScanTest {

  private static final Map<Integer, Fraction> BASE = Map.of(0, Fraction.of(1, 10));

  private static RationalTime duration(Map<Integer, RationalTime> header, String... packets) {
    PacketScan scan = new PacketScan(BASE, header, 0);
    for (String packet : packets) {
      scan.read("0," + packet + ",0,K__,SHA256:00");
    }
    return scan.duration(0).orElseThrow();
  }

  private static Map<Integer, RationalTime> header(long seconds) {
    return Map.of(0, RationalTime.ofSeconds(seconds, 1));
  }

  @Test
  void aPauseBetweenReorderedPacketsIsNotCountedTwice() {
    // The packet shown at 8 s is decoded 7 s before the next one.
    assertThat(duration(header(9), "0,-2,1", "2,-1,1", "1,0,70", "80,70,1", "89,71,1", "88,88,1"))
        .isEqualTo(RationalTime.ofSeconds(9, 1));
    assertThat(duration(header(9), "0,-2,1", "2,-1,70", "1,69,1", "89,70,70", "88,88,1"))
        .isEqualTo(RationalTime.ofSeconds(9, 1));
  }

  @Test
  void aReorderedStreamThatWasCutShortEndsWithItsLastPacket() {
    assertThat(duration(header(60), "0,-2,1", "2,-1,1", "1,0,1", "4,1,1", "3,2,1"))
        .isEqualTo(RationalTime.ofSeconds(1, 2));
  }

  @Test
  void aDurationBeyondAnyNumberOfTicksIsNotBelieved() {
    assertThat(duration(header(Long.MAX_VALUE), "0,-2,1", "2,-1,1", "1,0,1", "4,1,1", "3,2,1"))
        .isEqualTo(RationalTime.ofSeconds(1, 2));
  }

  @Test
  void aLastPictureStandsAsLongAsItSays() {
    assertThat(duration(header(10), "0,0,50", "50,50,50")).isEqualTo(RationalTime.ofSeconds(10, 1));
    assertThat(duration(Map.of(), "0,0,1", "2,1,1", "1,2,1", "3,3,30"))
        .isEqualTo(RationalTime.ofSeconds(33, 10));
  }

  @Test
  void aLastPacketWithoutADurationHasTheAverageOne() {
    assertThat(duration(Map.of(), "0,0,0", "1,1,0", "2,2,0"))
        .isEqualTo(RationalTime.ofSeconds(3, 10));
  }
}
