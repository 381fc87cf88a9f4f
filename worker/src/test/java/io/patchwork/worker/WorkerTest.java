package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Lane;
import io.patchwork.worker.jobs.Lanes;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a worker takes. */
final class WorkerTest {

  @Test
  void everyLaneHasASlot() {
    for (boolean isAdmitting : new boolean[] {true, false}) {
      Map<Lane, Integer> slots = Worker.slots(1, isAdmitting);
      assertThat(slots.keySet()).containsExactlyInAnyOrderElementsOf(Lanes.ALL);
      assertThat(slots.values()).allMatch(count -> count >= 1);
    }
  }
}
