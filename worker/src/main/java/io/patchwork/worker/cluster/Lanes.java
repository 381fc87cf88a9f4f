package io.patchwork.worker.cluster;

import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Lane.Exchange;
import io.patchwork.common.queue.Topology;
import io.patchwork.schema.job.JobKind;
import java.time.Duration;
import java.util.List;

/** The lanes and who is in which. */
public final class Lanes {

  /** Somebody waits. */
  public static final Lane INTERACTIVE = new Lane("interactive", Exchange.JOBS);

  /** Nobody waits: uploads. */
  public static final Lane BULK = new Lane("bulk", Exchange.JOBS);

  /** The segments of renders, which workers send each other. */
  public static final Lane RENDER = new Lane("render", Exchange.INTERNAL);

  /** The parts of long uploads, which workers send each other. */
  public static final Lane CHUNKS = new Lane("chunks", Exchange.INTERNAL);

  /** What a store says about uploads. */
  public static final Lane UPLOADS = new Lane("uploads", Exchange.UPLOADS);

  public static final List<Lane> ALL = List.of(INTERACTIVE, BULK, RENDER, CHUNKS, UPLOADS);

  /** A worker says that a message is poison at this delivery. */
  public static final int POISON_AT = 5;

  /** The broker's own limit, well above: it only ends what kills workers before they can speak. */
  private static final int BROKER_LIMIT = 20;

  private Lanes() {}

  /** The lane that a kind of job goes to. */
  public static Lane of(JobKind kind) {
    return switch (kind) {
      case INGEST -> BULK;
      case TRANSCODE, THUMBNAIL, FINGERPRINT, RENDER -> INTERACTIVE;
    };
  }

  /** The lane of that name, for messages that come back from the dead. */
  public static java.util.Optional<Lane> named(String name) {
    return ALL.stream().filter(lane -> lane.name().equals(name)).findFirst();
  }

  public static Topology topology(String prefix, List<Duration> retryDelays) {
    return new Topology(prefix, ALL, retryDelays, BROKER_LIMIT);
  }
}
