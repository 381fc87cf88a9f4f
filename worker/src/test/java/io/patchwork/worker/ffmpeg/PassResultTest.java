package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class PassResultTest {

  private static PassResult result(String errors) {
    return PassResult.of(Set.of(), errors, false);
  }

  @Test
  void tagsBetweenJoinedMp3sAreNoDamage() {
    String tag =
        """
        [mp3float @ 0x5613e257da40] Header missing
        [aist#0:0/mp3 @ 0x5613e256b2c0] [dec:mp3float @ 0x5613e257c180] Error submitting packet to decoder: Invalid data found when processing input
        """;

    assertThat(result(tag).hasDamaged("mp3")).isFalse();
    assertThat(
            result(tag + "[mp3float @ 0x5613e257da40] invalid new backstep -1").hasDamaged("mp3"))
        .isTrue();
    assertThat(result("[aac @ 0x5613e257da40] Header missing").hasDamaged("aac")).isTrue();
  }

  @Test
  void bytesBehindAPngAreNoDamage() {
    String behind =
        """
        [png @ 0x5565bf720ac0] Invalid PNG signature 0x00000000.
        [vist#0:0/png @ 0x5565bf711980] [dec:png @ 0x5565bf71bd80] Decoding error: Invalid data found when processing input
        """;

    assertThat(result(behind).hasDamaged("png")).isFalse();
    assertThat(
            result(behind + "[png @ 0x5565bf720ac0] inflate returned error -3").hasDamaged("png"))
        .isTrue();
    assertThat(
            result("[vist#0:0/png @ 0x5565bf711980] [dec:png @ 0x5565bf71bd80] Decoding error: Cut")
                .hasDamaged("png"))
        .isTrue();
  }

  @Test
  void halfASampleAtTheEndIsNoDamage() {
    assertThat(
            result(
                    """
                    [pcm_s16be @ 0x55e71a6a6740] Invalid PCM packet, data has size 1 but at least a size of 2 was expected
                    [aist#0:0/pcm_s16be @ 0x55e71a699700] [dec:pcm_s16be @ 0x55e71a6a5b80] Decoding error: Invalid data found when processing input
                    """)
                .hasDamaged("pcm_s16be"))
        .isFalse();
  }

  @Test
  void tagsThatCannotBeReadAreNoDamage() {
    assertThat(
            result(
                    """
                    [webp @ 0x5608c7b57780] invalid TIFF header in EXIF data: Invalid data found when processing input
                    [webp @ 0x5608c7b57780] unable to attach EXIF buffer
                    [mjpeg @ 0x5608c7b57780] Mismatching sequence number and coded number of ICC markers
                    """)
                .damagedInputs())
        .isEmpty();
    assertThat(result("[webp @ 0x5608c7b57780] invalid Huffman code").hasDamaged("webp")).isTrue();
  }
}
