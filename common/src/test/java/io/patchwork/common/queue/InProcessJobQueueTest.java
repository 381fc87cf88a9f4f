package io.patchwork.common.queue;

final class InProcessJobQueueTest extends JobQueueContract {

  @Override
  JobQueue open(Topology topology) {
    return new InProcessJobQueue(topology, 1);
  }
}
