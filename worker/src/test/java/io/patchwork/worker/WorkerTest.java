package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.worker.jobs.Lanes;
import org.junit.jupiter.api.Test;

/** What a worker takes. */
final class WorkerTest {

  @Test
  void everyLaneHasASlot() {
    assertThat(Worker.slots(1).keySet()).containsExactlyInAnyOrderElementsOf(Lanes.ALL);
    assertThat(Worker.slots(1).values()).allMatch(slots -> slots >= 1);
  }
}
