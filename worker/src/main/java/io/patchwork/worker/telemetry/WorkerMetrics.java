package io.patchwork.worker.telemetry;

import io.patchwork.common.telemetry.MetricFamily;
import java.util.List;

/**
 * All metrics of a worker. Labels take values of closed sets only: lanes, kinds of jobs, outcomes,
 * programs and their endings, requests to the store.
 */
public final class WorkerMetrics {

  private static final List<Double> JOB_SECONDS =
      List.of(0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 150.0, 300.0, 600.0, 1800.0, 7200.0);
  private static final List<Double> REQUEST_SECONDS =
      List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0);

  private static final List<Double> MEMORY_BYTES =
      List.of(0x1p25, 0x1p26, 0x1p27, 0x1p28, 0x1p29, 0x1p30, 0x1p31, 0x1p32, 0x1p33);

  public static final MetricFamily JOB_DELIVERIES =
      MetricFamily.counter(
          "patchwork_job_deliveries",
          "Deliveries of jobs and tasks that this worker has finished, by how they ended.",
          "lane",
          "kind",
          "outcome");
  public static final MetricFamily JOB_FAULTS =
      MetricFamily.counter(
          "patchwork_job_faults",
          "Deliveries that ended through a fault of ours or of a service, not of their files.");
  public static final MetricFamily JOB_DURATION =
      MetricFamily.histogram(
          "patchwork_job_duration_seconds",
          "Time from a delivery to its outcome.",
          JOB_SECONDS,
          "lane");
  public static final MetricFamily JOB_QUEUE_WAIT =
      MetricFamily.histogram(
          "patchwork_job_queue_wait_seconds",
          "Time that messages waited in their queue before a worker had them.",
          JOB_SECONDS,
          "lane");
  public static final MetricFamily JOBS_RUNNING =
      MetricFamily.gauge("patchwork_jobs_running", "Deliveries that this worker has in hand.");
  public static final MetricFamily JOB_OLDEST =
      MetricFamily.gauge(
          "patchwork_job_oldest_seconds",
          "How long the oldest delivery in hand is at work; 0 where none is.");
  public static final MetricFamily SLOTS =
      MetricFamily.gauge(
          "patchwork_slots", "Deliveries of a lane that this worker takes at once.", "lane");
  public static final MetricFamily READY =
      MetricFamily.gauge("patchwork_ready", "Whether this worker takes jobs, 1 or 0.");
  public static final MetricFamily LANE_MESSAGES =
      MetricFamily.gauge(
          "patchwork_lane_messages",
          "Messages that wait in a lane for any worker, as the broker told within half a minute.",
          "lane");
  public static final MetricFamily RETRIES_WAITING =
      MetricFamily.gauge(
          "patchwork_retries_waiting",
          "Messages of a lane that rest before another attempt, as the broker told within half a"
              + " minute.",
          "lane");
  public static final MetricFamily DEAD_LETTERS =
      MetricFamily.gauge(
          "patchwork_dead_letters",
          "Messages that failed for good, as the broker told within half a minute.");
  public static final MetricFamily BROKER_CONNECTED =
      MetricFamily.gauge(
          "patchwork_broker_connected", "Whether there is a session with the broker, 1 or 0.");
  public static final MetricFamily BROKER_BLOCKED =
      MetricFamily.gauge(
          "patchwork_broker_blocked",
          "Whether the broker takes no messages because it is short of memory or disk, 1 or 0.");
  public static final MetricFamily BROKER_CONFIRM =
      MetricFamily.histogram(
          "patchwork_broker_confirm_seconds",
          "Time until the broker had confirmed the messages of a delivery.",
          REQUEST_SECONDS);
  public static final MetricFamily STORE_REQUEST =
      MetricFamily.histogram(
          "patchwork_store_request_seconds",
          "Time of requests to the store that were answered, tries of the client included.",
          REQUEST_SECONDS,
          "operation");
  public static final MetricFamily STORE_FAILURES =
      MetricFamily.counter(
          "patchwork_store_request_failures",
          "Requests to the store that failed after all tries, by HTTP status; 0 for no answer.",
          "operation",
          "status");
  public static final MetricFamily STORE_CLOCK_SKEW =
      MetricFamily.gauge(
          "patchwork_store_clock_skew_seconds",
          "How far the store's clock is ahead of this worker's, by its last answer.");
  public static final MetricFamily SOURCE_FETCHED =
      MetricFamily.counter("patchwork_source_fetched_bytes", "Bytes of sources that were fetched.");
  public static final MetricFamily ARTIFACT_STORED =
      MetricFamily.counter(
          "patchwork_artifact_stored_bytes", "Bytes of artifacts that were stored.");
  public static final MetricFamily CHILD_EXITS =
      MetricFamily.counter(
          "patchwork_child_exits", "Child processes that have ended.", "program", "ending");
  public static final MetricFamily CHILD_COMPROMISED =
      MetricFamily.counter(
          "patchwork_child_compromised",
          "Child processes that left entries behind that no decoder makes.");
  public static final MetricFamily CHILD_RUN =
      MetricFamily.seconds(
          "patchwork_child_run_seconds",
          "Wall time of child processes that have ended.",
          "program");
  public static final MetricFamily CHILD_CPU =
      MetricFamily.seconds(
          "patchwork_child_cpu_seconds",
          "Processor time of child processes that have ended.",
          "program");
  public static final MetricFamily CHILD_PEAK_MEMORY =
      MetricFamily.histogram(
          "patchwork_child_peak_memory_bytes",
          "Largest resident memory of child processes that have ended, as far as it was seen.",
          MEMORY_BYTES,
          "program");
  public static final MetricFamily CACHE_LOOKUPS =
      MetricFamily.counter(
          "patchwork_cache_lookups",
          "Looks for something that was made or fetched before, by cache and result.",
          "cache",
          "result");
  public static final MetricFamily BUILD =
      MetricFamily.info("patchwork_build", "The build that runs.", "version", "ffmpeg");
  public static final MetricFamily DISK_FREE =
      MetricFamily.gauge(
          "patchwork_disk_free_bytes", "Free bytes on the disk of the scratch folder.");
  public static final MetricFamily SANDBOX =
      MetricFamily.gauge(
          "patchwork_sandbox", "1 for the sandbox in which child processes run.", "sandbox");
  public static final MetricFamily CHILD_MEMORY_FREE =
      MetricFamily.gauge(
          "patchwork_child_memory_free_bytes",
          "Memory that child processes may still take together.");

  private WorkerMetrics() {}
}
