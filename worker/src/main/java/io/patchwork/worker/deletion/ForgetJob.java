package io.patchwork.worker.deletion;

import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ingest.KeyTemplate;
import io.patchwork.worker.jobs.ControlMessage;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outcome;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.Tombstones;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Forgets an asset or a person, in two passes. Tombstones come first, so that no job that begins
 * later brings anything back. The first pass deletes all that is there. Messages that were being
 * worked on meanwhile may add something until they end; so the job comes again when none of them
 * can run any more, and deletes what they added. Each step can be repeated. Thread-safe.
 */
public final class ForgetJob implements JobHandler {

  private static final int MAX_BYTES = 16 << 20;
  private static final String STAGE = "delete";

  private final ForgetSearch search;
  private final Sweep sweep;
  private final Reports reports;
  private final Slates slates;
  private final Tombstones tombstones;
  private final JsonObjects documents;
  private final ObjectStore store;
  private final Events events;
  private final Duration longestMessage;
  private final List<Duration> retryDelays;
  private final InstantSource clock;

  /**
   * A handler.
   *
   * @param longestMessage how long a message can be worked on; the second pass comes after it
   * @param retryDelays of the queue, shortest first
   */
  public ForgetJob(
      ObjectStore store,
      KeyTemplate uploads,
      Events events,
      Duration longestMessage,
      List<Duration> retryDelays,
      InstantSource clock) {
    this.store = store;
    this.search = new ForgetSearch(store, uploads);
    this.sweep = new Sweep(store);
    this.reports = new Reports(store);
    this.slates = new Slates(store, clock);
    this.tombstones = new Tombstones(store);
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.events = events;
    this.longestMessage = longestMessage;
    this.retryDelays = List.copyOf(retryDelays);
    this.clock = clock;
  }

  /**
   * How far the job is.
   *
   * @param since when the tombstones were put
   * @param remembered what is deleted, by what it is found again
   * @param anew renders to send, of timelines with slates
   * @param isSwept whether the first pass is over
   */
  record Progress(Instant since, Remembered remembered, List<Render> anew, boolean isSwept) {
    Progress {
      anew = List.copyOf(anew);
    }
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context)
      throws Failure, InterruptedException {
    Forget request = (Forget) message.job();
    JobRef job = message.ref();
    if (request.isDryRun()) {
      return finished(job, reports.add(job, report(request, search.find(request), true)));
    }
    ObjectKey key = StoreLayout.deletionProgress(job);
    Optional<Progress> begun = documents.read(key, Progress.class);
    if (begun.filter(Progress::isSwept).isEmpty()) {
      DeletionReport report = firstPass(request, job, begun, context);
      if (longestMessage.isZero()) {
        store.erase(key);
        return finished(job, report);
      }
      again(longestMessage, context);
      return new Outcome.Continued();
    }
    Instant second = begun.get().since().plus(longestMessage);
    Duration left = Duration.between(clock.instant(), second);
    if (left.isPositive()) {
      again(left, context);
      return new Outcome.Continued();
    }
    DeletionReport report =
        sweep(request, job, search.find(request, begun.get().remembered()), context);
    store.erase(key);
    return finished(job, report);
  }

  private DeletionReport firstPass(
      Forget request, JobRef job, Optional<Progress> begun, JobContext context)
      throws Failure, InterruptedException {
    ForgetSearch.Found found =
        search.find(request, begun.map(Progress::remembered).orElse(Remembered.NOTHING));
    check(request, found, begun.isPresent());
    Instant now = begun.map(Progress::since).orElseGet(clock::instant);
    found.remembered().assets().forEach(asset -> tombstones.putOfAsset(asset, now));
    if (request.person() != null) {
      tombstones.putOfPerson(request.person(), now);
    }
    Progress progress =
        begun.isPresent()
            ? begun.get()
            : new Progress(now, found.remembered(), slates.make(found, request.person()), false);
    ObjectKey key = StoreLayout.deletionProgress(job);
    documents.putIfAbsent(key, progress);
    DeletionReport report = sweep(request, job, found, context);
    tell(job, report, context);
    slates.send(progress.anew(), job, context.outbox());
    ControlMessage.evict(found.onlyContents(), context.outbox());
    // All that follows is with the broker before the pass counts as done.
    context.outbox().flush();
    documents.move(
        key,
        Progress.class,
        before ->
            before.map(each -> new Progress(each.since(), each.remembered(), List.of(), true)));
    return report;
  }

  private void check(Forget request, ForgetSearch.Found found, boolean isBegun) throws Refused {
    List<String> undecided = found.plan().undecided();
    if (!undecided.isEmpty() && !isBegun) {
      throw new Refused(
          FailureCode.DECISION_NEEDED,
          "Nothing was deleted: "
              + String.join(" ", undecided)
              + " Send the job again under a new id with these decisions.");
    }
    if (found.isEmpty() && !isBegun && !isForgotten(request)) {
      throw new Refused(
          FailureCode.NOT_INGESTED,
          "Nothing of "
              + (request.person() == null ? request.asset() : request.person())
              + " is in the store; check the id.");
    }
  }

  private boolean isForgotten(Forget request) {
    return (request.asset() != null && tombstones.isForgotten(request.asset()))
        || (request.person() != null && tombstones.isPersonForgotten(request.person()));
  }

  /** Tells whoever has copies. */
  private void tell(JobRef job, DeletionReport report, JobContext context) {
    Result.OfDeletion result = Reports.result(job, report);
    JobEvent forgotten =
        new JobEvent.Forgotten(
            job, result.report().key(), result.report().sha256(), result.objects());
    context.outbox().publish(events.ofDocument(forgotten, report.at(), result.report().sha256()));
  }

  /** Writes the report, and deletes. */
  private DeletionReport sweep(
      Forget request, JobRef job, ForgetSearch.Found found, JobContext context)
      throws Failure, InterruptedException {
    DeletionReport report = reports.add(job, report(request, found, false));
    long total = found.plan().deletions().size();
    List<ObjectKey> withVersions =
        sweep.delete(
            found.plan().deletions(), done -> context.progress(List.of(job), STAGE, done, total));
    if (!withVersions.isEmpty()) {
      withVersions.forEach(each ->
          found
              .plan()
              .keep(
                  each.value(),
                  "The bucket keeps earlier versions of it, and this worker may not delete them;"
                      + " let a lifecycle rule delete noncurrent versions.",
                  null));
      report = reports.add(job, report(request, found, false));
    }
    return report;
  }

  private DeletionReport report(Forget request, ForgetSearch.Found found, boolean isDryRun) {
    return new DeletionReport(
        DeletionReport.FORMAT,
        request.asset(),
        request.person(),
        clock.instant(),
        isDryRun,
        found.plan().renders(),
        found.plan().deletions(),
        found.plan().kept());
  }

  private static Outcome finished(JobRef job, DeletionReport report) {
    return Outcome.finished(new JobEvent.Completed(job, Reports.result(job, report)));
  }

  /** Sends the job's message again, after the longest retry delay that is not too long. */
  private void again(Duration left, JobContext context) {
    int step = 0;
    while (step + 1 < retryDelays.size() && retryDelays.get(step + 1).compareTo(left) <= 0) {
      step++;
    }
    context.outbox().send(new Route.Later(context.lane(), step), context.message());
  }
}
