package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Lane.Exchange;
import io.patchwork.common.queue.Topology;
import io.patchwork.schema.job.JobKind;
import java.time.Duration;
import java.util.List;

/** The lanes, and the lane of each kind of job. */
public final class Lanes {

  /** Jobs that a user waits for. */
  public static final Lane INTERACTIVE = new Lane("interactive", Exchange.JOBS);

  /** Background jobs: uploads. */
  public static final Lane BULK = new Lane("bulk", Exchange.JOBS);

  /** Segments of renders, sent by workers. */
  public static final Lane RENDER = new Lane("render", Exchange.INTERNAL);

  /** Chunks of long uploads, sent by workers. */
  public static final Lane CHUNKS = new Lane("chunks", Exchange.INTERNAL);

  /** A store's notifications about uploads. */
  public static final Lane UPLOADS = new Lane("uploads", Exchange.UPLOADS);

  public static final List<Lane> ALL = List.of(INTERACTIVE, BULK, RENDER, CHUNKS, UPLOADS);

  /**
   * The broker's own delivery limit. Workers publish a message anew before it is reached, because
   * the broker drops it to the dead letters without an event.
   */
  static final int BROKER_LIMIT = 20;

  private Lanes() {}

  /** The lane of a kind of job. */
  public static Lane of(JobKind kind) {
    return switch (kind) {
      case INGEST -> BULK;
      case TRANSCODE, THUMBNAIL, FINGERPRINT, RENDER, PROPOSAL -> INTERACTIVE;
    };
  }

  /** The lane of a name, for dead letters that are tried again. */
  public static java.util.Optional<Lane> named(String name) {
    return ALL.stream().filter(lane -> lane.name().equals(name)).findFirst();
  }

  public static Topology topology(String prefix, List<Duration> retryDelays) {
    return new Topology(prefix, ALL, retryDelays, BROKER_LIMIT);
  }
}
