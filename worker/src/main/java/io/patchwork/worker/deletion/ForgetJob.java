package io.patchwork.worker.deletion;

import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ingest.KeyTemplate;
import io.patchwork.worker.jobs.ControlMessage;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outcome;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.Tombstones;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Forgets an asset or a person, in two passes. Tombstones come first, so that no job that begins
 * later brings anything back. The first pass deletes all that is there. Messages that were being
 * worked on meanwhile may add something until they end; so the job comes again when none of them
 * can run any more, and deletes what they added. Each step can be repeated. Thread-safe.
 */
public final class ForgetJob implements JobHandler {

  private static final int MAX_BYTES = 16 << 20;

  /** How many decisions a sentence lists: an event holds 4,096 characters of it. */
  private static final int MAX_SENTENCES = 5;

  private static final String STAGE = "delete";

  private final ForgetSearch search;
  private final Sweep sweep;
  private final Reports reports;
  private final Slates slates;
  private final OpenWork openWork;
  private final StoredRevisions revisions;
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
   * @param openWork ends what is under way
   * @param longestMessage how long a message can be worked on; the second pass comes after it
   * @param retryDelays of the queue, shortest first
   */
  public ForgetJob(
      ObjectStore store,
      KeyTemplate uploads,
      OpenWork openWork,
      Events events,
      Duration longestMessage,
      List<Duration> retryDelays,
      InstantSource clock) {
    this.store = store;
    this.search = new ForgetSearch(store, uploads);
    this.sweep = new Sweep(store);
    this.reports = new Reports(store);
    this.slates = new Slates(store, clock);
    this.openWork = openWork;
    this.revisions = new StoredRevisions(store);
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
   * @param isLeftOut whether there is no second one
   */
  record Progress(
      Instant since, Remembered remembered, List<Render> anew, boolean isSwept, boolean isLeftOut) {
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
      ForgetSearch.Found found = search.find(request);
      search.requireTraces(request, found);
      return finished(job, reports.add(job, report(request, found.plan(), true)));
    }
    ObjectKey key = StoreLayout.deletionProgress(job);
    Optional<Progress> begun = documents.read(key, Progress.class);
    if (begun.filter(Progress::isSwept).isEmpty()) {
      firstPass(request, job, begun, context);
    }
    Progress progress = documents.read(key, Progress.class).orElseThrow();
    Duration left = Duration.between(clock.instant(), progress.since().plus(longestMessage));
    if (left.isPositive()) {
      again(left, context);
      return new Outcome.Continued();
    }
    if (isAllowedAgain(request, progress)) {
      return leftOut(request, job, key, progress);
    }
    ForgetSearch.Found found = search.find(request, progress.remembered(), reports.listed(job));
    endOpenWork(found, context);
    DeletionReport report = sweep(request, job, found, context);
    if (!found.plan().deletions().isEmpty()) {
      tell(job, report, context);
    }
    context.outbox().flush();
    store.erase(key);
    return finished(job, report);
  }

  private void firstPass(Forget request, JobRef job, Optional<Progress> begun, JobContext context)
      throws Failure, InterruptedException {
    ForgetSearch.Found found =
        search.find(
            request,
            begun.map(Progress::remembered).orElse(Remembered.NOTHING),
            reports.listed(job));
    check(request, found, begun.isPresent());
    Instant now = begun.map(Progress::since).orElseGet(clock::instant);
    found.remembered().assets().forEach(asset -> tombstones.putOfAsset(asset, now));
    if (request.person() != null) {
      tombstones.putOfPerson(request.person(), now);
    }
    Progress progress =
        begun.isPresent()
            ? begun.get()
            : new Progress(
                now, found.remembered(), slates.make(found, request.person()), false, false);
    ObjectKey key = StoreLayout.deletionProgress(job);
    documents.putIfAbsent(key, progress);
    endOpenWork(found, context);
    tell(job, sweep(request, job, found, context), context);
    slates.send(progress.anew(), job, context.outbox());
    ControlMessage.evict(found.digests(), context.outbox());
    // All that follows is with the broker before the pass counts as done.
    context.outbox().flush();
    documents.move(
        key,
        Progress.class,
        before ->
            before.map(
                each -> new Progress(each.since(), found.remembered(), List.of(), true, false)));
  }

  /**
   * Ends the renders and chunked jobs that are under way. The record of such an end stays until the
   * second pass: tasks that are still on their way find it and do nothing.
   */
  private void endOpenWork(ForgetSearch.Found found, JobContext context)
      throws Failure, InterruptedException {
    Refused why =
        new Refused(
            FailureCode.FORGOTTEN,
            "Something in it was forgotten while it was being made, because somebody asked for that;"
                + " send it again without it.");
    for (RenderRevision render : found.remembered().renders()) {
      if (!revisions.hasEnded(render) && revisions.isPlanned(render)) {
        openWork.end(render, why, context.outbox());
      }
    }
    for (JobRef chunked : found.chunkedJobs()) {
      openWork.end(chunked, why, context.outbox());
    }
    context.outbox().flush();
  }

  private void check(Forget request, ForgetSearch.Found found, boolean isBegun) throws Refused {
    List<String> undecided = found.plan().undecided();
    if (!undecided.isEmpty() && !isBegun) {
      int others = undecided.size() - MAX_SENTENCES;
      throw new Refused(
          FailureCode.DECISION_NEEDED,
          "Nothing was deleted: "
              + String.join(" ", undecided.subList(0, Math.min(MAX_SENTENCES, undecided.size())))
              + (others > 0 ? " The same is to be decided about " + others + " more." : "")
              + " Send the job again under a new id with these decisions.");
    }
    if (!isBegun) {
      search.requireTraces(request, found);
    }
  }

  /** Whether somebody lifted one of the tombstones: what is there of it now came by right. */
  private boolean isAllowedAgain(Forget request, Progress progress) {
    return progress.isLeftOut()
        || (request.person() != null && !tombstones.isPersonForgotten(request.person()))
        || !progress.remembered().assets().stream().allMatch(tombstones::isForgotten);
  }

  /**
   * Ends without the second pass, and says of what it was not looked for what came late. What is
   * left of the progress names nobody, and stays: a repeat after a crash would begin anew without
   * it.
   */
  private Outcome leftOut(Forget request, JobRef job, ObjectKey key, Progress progress)
      throws Failure {
    DeletionPlan nothing = new DeletionPlan();
    nothing.keep(
        "what came since",
        "Something was allowed again before the second look, which was left out.",
        null);
    progress.remembered().assets().stream()
        .filter(tombstones::isForgotten)
        .forEach(asset ->
            nothing.keep(
                StoreLayout.asset(asset),
                "What a worker may have made of it meanwhile is there still; forget it by its id to"
                    + " delete that.",
                null));
    DeletionReport report = reports.add(job, report(request, nothing, false));
    var _ =
        documents.move(
            key,
            Progress.class,
            before ->
                before.map(
                    each -> new Progress(each.since(), Remembered.NOTHING, List.of(), true, true)));
    return finished(job, report);
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
    DeletionReport report = reports.add(job, report(request, found.plan(), false));
    long total = found.plan().deletions().size();
    List<ObjectKey> withVersions =
        sweep.delete(
            found.plan().deletions(),
            isStill(found.remembered().renders()),
            done -> context.progress(List.of(job), STAGE, done, total));
    if (!withVersions.isEmpty()) {
      found.plan().keepVersions(withVersions);
      report = reports.add(job, report(request, found.plan(), false));
    }
    return report;
  }

  /** Whether an object goes still: the pointer of a render may have moved to a new revision. */
  private Predicate<ObjectKey> isStill(Set<RenderRevision> gone) {
    Map<ObjectKey, Id> pointers = new HashMap<>();
    gone.forEach(each -> pointers.put(StoreLayout.latestRevision(each.render()), each.render()));
    return key ->
        !pointers.containsKey(key)
            || revisions.latest(pointers.get(key)).filter(gone::contains).isPresent();
  }

  private DeletionReport report(Forget request, DeletionPlan plan, boolean isDryRun) {
    return new DeletionReport(
        DeletionReport.FORMAT,
        request.asset(),
        request.person(),
        clock.instant(),
        isDryRun,
        plan.renders(),
        plan.deletions(),
        plan.kept());
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
