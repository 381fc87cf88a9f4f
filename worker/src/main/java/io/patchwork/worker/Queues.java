package io.patchwork.worker;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.queue.RabbitJobQueue;
import io.patchwork.common.queue.Topology;
import io.patchwork.worker.cluster.Lanes;
import java.net.URI;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Opens the queue of a cluster, or makes one in this process. */
public final class Queues {

  /**
   * Nobody waits ten seconds for a retry on their own machine. Much shorter rests would have a
   * render looked after while it is at work, and work done twice.
   */
  private static final long HASTE = 10;

  private Queues() {}

  /**
   * The queue at the configured broker, or one in this process where none is configured.
   *
   * @param name of this process, for the broker's operators
   * @throws QueueUnavailable if the broker cannot be reached
   */
  public static JobQueue open(WorkerConfig config, String name) {
    Topology topology = Lanes.topology(config.prefix(), config.retryDelays());
    Optional<URI> broker = config.broker();
    return broker.isEmpty()
        ? new InProcessJobQueue(topology, HASTE)
        : connect(broker.get(), topology, name);
  }

  private static JobQueue connect(URI broker, Topology topology, String name) {
    try {
      return new RabbitJobQueue(broker, topology, name, RandomGenerator.getDefault());
    } catch (QueueUnavailable e) {
      // With the address, but never with the password in it.
      throw new QueueUnavailable(
          e.getMessage()
              + " at "
              + broker.getHost()
              + (broker.getPort() < 0 ? "" : ":" + broker.getPort()),
          e);
    }
  }
}
