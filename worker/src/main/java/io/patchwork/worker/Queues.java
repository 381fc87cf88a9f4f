package io.patchwork.worker;

import io.patchwork.common.queue.BrokerAddress;
import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.queue.RabbitJobQueue;
import io.patchwork.common.queue.Topology;
import io.patchwork.worker.jobs.Lanes;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Opens the queue of a cluster, or an in-memory one. */
public final class Queues {

  /**
   * Factor by which retry delays are shortened in one process, where a person waits. With a larger
   * one the watchdog would run during tasks and repeat their work.
   */
  private static final long RETRY_SPEEDUP = 10;

  private Queues() {}

  /**
   * The queue at the configured broker, or an in-memory one where none is configured.
   *
   * @param name of this process's connection, for the broker's operators
   * @throws QueueUnavailable if the broker cannot be reached
   */
  public static JobQueue open(WorkerConfig config, String name) {
    return open(config, name, RabbitJobQueue.Start.AT_ONCE);
  }

  /**
   * The same with a choice of what happens while the broker is away.
   *
   * @throws QueueUnavailable if the broker cannot be reached and shall be at once, or refuses
   */
  public static JobQueue open(WorkerConfig config, String name, RabbitJobQueue.Start start) {
    Topology topology = Lanes.topology(config.prefix(), config.retryDelays());
    Optional<BrokerAddress> broker = config.broker();
    return broker.isEmpty()
        ? new InProcessJobQueue(topology, RETRY_SPEEDUP)
        : connect(broker.get(), topology, name, start);
  }

  private static JobQueue connect(
      BrokerAddress broker, Topology topology, String name, RabbitJobQueue.Start start) {
    try {
      return new RabbitJobQueue(broker, topology, name, RandomGenerator.getDefault(), start);
    } catch (QueueUnavailable e) {
      // With the address, but never with the password in it.
      throw new QueueUnavailable(e.getMessage() + " at " + broker.place(), e);
    }
  }
}
