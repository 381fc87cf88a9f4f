package io.patchwork.common.queue;

import io.patchwork.common.testing.TestServices;
import java.util.random.RandomGenerator;

final class RabbitJobQueueIT extends JobQueueContract {

  @Override
  JobQueue open(Topology topology) {
    return new RabbitJobQueue(
        TestServices.broker().uri(), topology, "test", RandomGenerator.getDefault());
  }
}
