package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.config.ConfigurationException;
import org.junit.jupiter.api.Test;

/** What children may take on machines of several sizes. */
final class ChildMemoryTest {

  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  @Test
  void aLargeMachineHasRoomForSeveralAndOneTakesNoMoreThanItCanNeed() throws Exception {
    assertThat(ChildMemory.of(32 * GIB, 8 * GIB, 4, 0))
        .isEqualTo(new ChildMemory(22 * GIB + 512 * MIB, 6 * GIB));
  }

  @Test
  void onASmallMachineOneRunsAtATime() throws Exception {
    assertThat(ChildMemory.of(2 * GIB, GIB / 2, 1, 0))
        .isEqualTo(new ChildMemory(1_280 * MIB, 1_280 * MIB));
  }

  @Test
  void aWorkerThatCannotHoldTheSettingDoesNotStart() throws Exception {
    assertThat(ChildMemory.of(4 * GIB, GIB, 1, 2 * GIB).largest()).isEqualTo(2 * GIB);
    assertThatThrownBy(() -> ChildMemory.of(4 * GIB, GIB, 1, 3 * GIB))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("This worker has 2304 MiB for child processes");
  }
}
