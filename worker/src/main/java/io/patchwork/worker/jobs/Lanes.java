package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Lane.Exchange;
import io.patchwork.common.queue.Topology;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lanes, and the lane of each kind of job. Clients send to {@link #INTERACTIVE} and {@link
 * #BULK}; from there {@link Admission} lets jobs into the lanes in which they are done.
 */
public final class Lanes {

  /** The profile of renders that somebody waits for while they edit. */
  public static final String PREVIEW_PROFILE = "preview";

  /** Jobs of clients that a user waits for. */
  public static final Lane INTERACTIVE = new Lane("interactive", Exchange.JOBS);

  /** Background jobs of clients: uploads. */
  public static final Lane BULK = new Lane("bulk", Exchange.JOBS);

  /** Jobs that delete; whoever may send other jobs cannot send these. */
  public static final Lane DELETION = new Lane("deletion", Exchange.DELETION);

  /** Admitted jobs that a user waits for, except previews. */
  public static final Lane ADMITTED_INTERACTIVE =
      new Lane("admitted-interactive", Exchange.INTERNAL);

  /** Admitted background jobs. */
  public static final Lane ADMITTED_BULK = new Lane("admitted-bulk", Exchange.INTERNAL);

  /** Admitted previews, to be planned; they wait for nothing but each other. */
  public static final Lane ADMITTED_PREVIEW = new Lane("admitted-preview", Exchange.INTERNAL);

  /** Segments, soundtracks and assemblies of previews, sent by workers. */
  public static final Lane PREVIEW = new Lane("preview", Exchange.INTERNAL);

  /** The same of other renders. */
  public static final Lane RENDER = new Lane("render", Exchange.INTERNAL);

  /** Chunks of long uploads, sent by workers. */
  public static final Lane CHUNKS = new Lane("chunks", Exchange.INTERNAL);

  /** A store's notifications about uploads. */
  public static final Lane UPLOADS = new Lane("uploads", Exchange.UPLOADS);

  /** Webhooks that an endpoint did not take; no worker's lane, but the relay's. */
  public static final Lane RELAY = new Lane("relay", Exchange.INTERNAL);

  /** The lanes that workers take messages of. */
  public static final List<Lane> ALL =
      List.of(
          INTERACTIVE,
          BULK,
          DELETION,
          ADMITTED_INTERACTIVE,
          ADMITTED_PREVIEW,
          ADMITTED_BULK,
          PREVIEW,
          RENDER,
          CHUNKS,
          UPLOADS);

  /**
   * The broker's own delivery limit. Workers publish a message anew before it is reached, because
   * the broker drops it to the dead letters without an event.
   */
  static final int BROKER_LIMIT = 20;

  /** Messages that are admitted at once; each waits for the store and for nothing else. */
  private static final int ADMISSIONS = 8;

  private Lanes() {}

  /** The lane to which clients send a kind of job. */
  public static Lane of(JobKind kind) {
    return switch (kind) {
      case INGEST -> BULK;
      case TRANSCODE, THUMBNAIL, FINGERPRINT, RENDER, PROPOSAL -> INTERACTIVE;
      case FORGET, RETENTION -> DELETION;
    };
  }

  /** The lane in which an admitted job is done. */
  static Lane admitted(Job job) {
    if (job instanceof Render render && PREVIEW_PROFILE.equals(render.profile())) {
      return ADMITTED_PREVIEW;
    }
    return of(job.kind()).equals(BULK) ? ADMITTED_BULK : ADMITTED_INTERACTIVE;
  }

  /** Whether nobody watches while the work of a lane is done. */
  public static boolean isBackground(Lane lane) {
    return List.of(BULK, DELETION, ADMITTED_BULK, RENDER, CHUNKS).contains(lane);
  }

  /**
   * Concurrent jobs of each lane.
   *
   * @param isAdmitting whether jobs of clients are only admitted in the lanes of clients
   */
  public static Map<Lane, Integer> slots(List<Lane> lanes, int slots, boolean isAdmitting) {
    int half = Math.max(1, slots / 2);
    return lanes.stream()
        .distinct()
        .collect(
            Collectors.toUnmodifiableMap(
                Function.identity(),
                lane -> {
                  if (lane.equals(UPLOADS) || lane.equals(DELETION)) {
                    return 1;
                  }
                  if (isAdmitting && lane.entrance() == Exchange.JOBS) {
                    return ADMISSIONS;
                  }
                  return List.of(BULK, ADMITTED_BULK, CHUNKS).contains(lane) ? half : slots;
                }));
  }

  /** The lane of a name, for dead letters that are tried again. */
  public static Optional<Lane> named(String name) {
    return all().filter(lane -> lane.name().equals(name)).findFirst();
  }

  private static Stream<Lane> all() {
    return Stream.concat(ALL.stream(), Stream.of(RELAY));
  }

  public static Topology topology(String prefix, List<Duration> retryDelays) {
    return new Topology(prefix, all().toList(), retryDelays, BROKER_LIMIT);
  }
}
