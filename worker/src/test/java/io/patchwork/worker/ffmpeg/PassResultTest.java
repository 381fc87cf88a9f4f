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
}
