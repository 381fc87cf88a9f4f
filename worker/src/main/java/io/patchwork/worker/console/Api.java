package io.patchwork.worker.console;

import io.patchwork.common.config.ProductVersion;
import io.patchwork.common.queue.Backlog;
import io.patchwork.common.queue.BrokerState;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.client.DeadLetters;
import io.patchwork.worker.client.FailedMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.jobs.WorkerStatus;
import io.patchwork.worker.render.UsesIndex;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of the API. Keys of objects come from manifests and records alone, never
 * from an address. Thread-safe.
 */
final class Api {

  private static final int PAGE = 200;
  private static final int MAX_PAGE = 10_000;

  /** A worker answers at once, however much it works. */
  private static final Duration ROLL_CALL = Duration.ofSeconds(1);

  private static final Duration ROLL_CALL_KEPT = Duration.ofSeconds(5);
  private final JobView jobs;
  private final JobQueue queue;
  private final TerminalRecords records;
  private final Manifests manifests;
  private final RenderReader renders;
  private final UsesIndex uses;
  private final FileAnswers files;
  private final RenderReports reports;
  private final SharedLook<WorkerStatus> workers;
  private final SharedDeadLetters letters;
  private final Actions actions;
  private final Access access;
  private final InstantSource clock;

  Api(
      JobView jobs,
      JobQueue queue,
      ObjectStore store,
      TerminalRecords records,
      RenderReports reports,
      Actions actions,
      Access access,
      InstantSource clock) {
    this.jobs = jobs;
    this.queue = queue;
    this.records = records;
    this.manifests = new Manifests(store);
    this.renders = new RenderReader(store);
    this.uses = new UsesIndex(store);
    this.files = new FileAnswers(store);
    this.reports = reports;
    this.workers =
        new SharedLook<>(ROLL_CALL_KEPT, clock, () -> WorkerStatus.ofAll(queue, ROLL_CALL));
    this.letters = new SharedDeadLetters(new DeadLetters(queue), clock);
    this.actions = actions;
    this.access = access;
    this.clock = clock;
  }

  /**
   * Answers.
   *
   * @param request whose path begins behind the version
   */
  Answer answer(Request request) throws Problem, Failure, IOException, InterruptedException {
    List<String> path = request.path();
    String what = path.isEmpty() ? "" : path.getFirst();
    return switch (what + "/" + path.size()) {
      case "cluster/1" -> read(request, cluster(request));
      case "workers/1" -> read(request, new Answer.Document(new Documents.Workers(present())));
      case "changes/1" -> read(request, new Answer.Changes());
      case "jobs/1" -> read(request, list(request));
      case "jobs/3" -> read(request, new Answer.Document(job(path.get(1), path.get(2))));
      case "jobs/4" ->
          path.get(3).equals("files") ? read(request, jobFiles(path)) : cancel(request, path);
      case "jobs/5" -> read(request, jobFile(path));
      case "assets/2" -> read(request, asset(id(path.get(1))));
      case "assets/4" -> read(request, artifact(path));
      case "renders/2" -> read(request, render(latest(id(path.get(1)))));
      case "renders/3" -> read(request, render(revision(path)));
      case "renders/5" ->
          read(request, path.get(3).equals("report") ? report(request, path) : output(path));
      case "dead-letters/1" -> read(request, deadLetters());
      case "dead-letters/2" -> drop(request, path.get(1));
      case "dead-letters/3" -> retry(request, path);
      case "session/1" -> session(request);
      default -> throw Problem.notFound("There is nothing here; /openapi.yaml says what there is.");
    };
  }

  private static Answer read(Request request, Answer answer) throws Problem {
    if (!List.of("GET", "HEAD").contains(request.method())) {
      throw Problem.wrongMethod("GET");
    }
    return answer;
  }

  private static void checkMethod(Request request, String method) throws Problem {
    if (!request.method().equals(method)) {
      throw Problem.wrongMethod(method);
    }
  }

  private Answer cluster(Request request) {
    // Of a broker that is away nothing is asked; all else is told.
    Backlog backlog =
        queue.state() == BrokerState.AWAY
            ? new Backlog(Map.of(), Map.of(), Map.of(), 0)
            : queue.backlog();
    List<Documents.LaneDepth> lanes = new ArrayList<>();
    Instant now = clock.instant();
    for (Lane lane : Lanes.ALL) {
      @Nullable Long oldest =
          jobs.oldest(job -> waitsIn(job, lane))
              .map(job -> Math.max(0, Duration.between(job.accepted(), now).toSeconds()))
              .orElse(null);
      lanes.add(
          new Documents.LaneDepth(
              lane.name(),
              backlog.waiting().getOrDefault(lane, 0L),
              backlog.resting().getOrDefault(lane, 0L),
              backlog.consumers().getOrDefault(lane, 0),
              oldest));
    }
    return new Answer.Document(
        new Documents.Cluster(
            ProductVersion.TEXT,
            queue.state().name().toLowerCase(Locale.ROOT),
            jobs.since(),
            jobs.isCatchingUp(),
            jobs.dropped(),
            jobs.counts(),
            lanes,
            backlog.deadLetters(),
            access.isWritable(),
            access.mayWrite(request.exchange())));
  }

  /** Of a broker that is away or short of memory nothing is asked. */
  private List<WorkerStatus> present() throws InterruptedException {
    return queue.state() == BrokerState.OPEN ? workers.get() : List.of();
  }

  private static boolean waitsIn(JobState job, Lane lane) {
    if (job.state() != JobState.State.WAITING || job.kind() == null) {
      return false;
    }
    // What is accepted has left the lanes of clients.
    Lane sent = Lanes.of(job.kind());
    Lane waiting =
        sent.equals(Lanes.BULK)
            ? Lanes.ADMITTED_BULK
            : sent.equals(Lanes.INTERACTIVE) ? Lanes.ADMITTED_INTERACTIVE : sent;
    return waiting.equals(lane);
  }

  private Answer list(Request request) throws Problem {
    Predicate<JobState> isWanted = filter(request);
    int limit = limit(request);
    Optional<String> after = request.parameter("cursor");
    Optional<Cursor> cursor = after.flatMap(Cursor::parse);
    if (after.isPresent() && cursor.isEmpty()) {
      throw Problem.badRequest("The cursor is none of this API; begin with the first page.");
    }
    JobView.Page page = jobs.page(isWanted, cursor, limit);
    return new Answer.Document(
        new Documents.Jobs(
            page.jobs(),
            page.total(),
            jobs.since(),
            page.more() ? Cursor.behind(page.jobs().getLast()).toString() : null));
  }

  private static int limit(Request request) throws Problem {
    String text = request.parameter("limit").orElse(Integer.toString(PAGE));
    int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_PAGE) {
      throw Problem.badRequest("limit is a number from 1 to " + MAX_PAGE + ".");
    }
    return limit;
  }

  private static Predicate<JobState> filter(Request request) throws Problem {
    Optional<JobState.State> state =
        one(request, "state", JobState.State.values(), JobState.State::wireName);
    Optional<JobKind> kind = one(request, "kind", JobKind.values(), JobKind::wireName);
    Optional<String> account = request.parameter("account");
    Optional<String> text = request.parameter("text").map(each -> each.toLowerCase(Locale.ROOT));
    return job ->
        state.filter(each -> job.state() != each).isEmpty()
            && kind.filter(each -> job.kind() != each).isEmpty()
            && account.filter(each -> !job.account().equals(each)).isEmpty()
            && text.filter(each -> !has(job, each)).isEmpty();
  }

  private static boolean has(JobState job, String text) {
    return Stream.of(job.id(), job.subject(), job.account(), job.message())
        .anyMatch(each -> each != null && each.toLowerCase(Locale.ROOT).contains(text));
  }

  private static <T> Optional<T> one(
      Request request, String name, T[] values, Function<T, String> wireName) throws Problem {
    Optional<String> given = request.parameter(name);
    Optional<T> found =
        given.flatMap(text ->
            Stream.of(values).filter(each -> wireName.apply(each).equals(text)).findFirst());
    if (given.isPresent() && found.isEmpty()) {
      throw Problem.badRequest(
          name + " is one of " + String.join(", ", Stream.of(values).map(wireName).toList()) + ".");
    }
    return found;
  }

  /** A job: its record counts, where it has ended; before that, what its events told. */
  private JobState job(String source, String id) throws Problem {
    JobRef ref = ref(source, id);
    Optional<JobState> seen = jobs.find(StoreLayout.jobHash(ref));
    Optional<TerminalRecord> record = records.find(ref);
    return record
        .map(ended -> recorded(ended, seen))
        .or(() -> seen.map(JobState::withoutRecord))
        .orElseThrow(() ->
            Problem.notFound(
                "No job "
                    + id
                    + " from "
                    + source
                    + " has ended or was seen since "
                    + jobs.since()
                    + "; look at both, and encode them as parts of the address."));
  }

  private static JobState recorded(TerminalRecord record, Optional<JobState> seen) {
    JobState state =
        seen.map(JobState::begunAgain)
            .orElseGet(() ->
                JobState.of(
                    StoreLayout.jobHash(record.job()),
                    record.job(),
                    record.time().orElse(Instant.EPOCH)));
    for (JobEvent event : record.jobEvents().toList()) {
      state = state.after(event, record.time().orElse(state.accepted()));
    }
    return state;
  }

  /** The files of a job's result, as its record names them. */
  private List<Artifact> results(List<String> path) throws Problem {
    return records.find(ref(path.get(1), path.get(2))).stream()
        .flatMap(TerminalRecord::jobEvents)
        .flatMap(event ->
            event instanceof JobEvent.Completed completed
                ? ResultFiles.of(completed.result()).stream()
                : Stream.of())
        .toList();
  }

  private Answer jobFiles(List<String> path) throws Problem {
    String prefix = "/api/v1/jobs/" + encoded(path.get(1)) + "/" + encoded(path.get(2)) + "/files/";
    return new Answer.Document(
        new Documents.JobFiles(
            results(path).stream()
                .map(each -> Documents.FileLink.of(each, prefix + each.sha256()))
                .toList()));
  }

  private Answer jobFile(List<String> path) throws Problem {
    if (!path.get(3).equals("files")) {
      throw Problem.notFound("A job has files.");
    }
    return files.of(results(path), path.get(4));
  }

  private static JobRef ref(String source, String id) throws Problem {
    try {
      return new JobRef(new JobId(id), source, null);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("This is no id of a job: " + e.getMessage() + ".");
    }
  }

  private static Id id(String text) throws Problem {
    if (!Id.isValid(text)) {
      throw Problem.notFound("Ids have letters, digits, dots, dashes and underscores.");
    }
    return new Id(text);
  }

  private AssetManifest manifest(Id asset) throws Problem, Failure {
    Optional<Manifests.StoredManifest> found = manifests.find(asset);
    if (found.isEmpty()) {
      throw Problem.notFound("The asset " + asset + " is not in the store.");
    }
    return found.get().manifest();
  }

  private Answer asset(Id asset) throws Problem, Failure {
    AssetManifest manifest = manifest(asset);
    String prefix = "/api/v1/assets/" + asset + "/artifacts/";
    return new Answer.Document(
        new Documents.Asset(
            asset.value(),
            manifest.sha256(),
            manifest.bytes(),
            manifest.media().kind(),
            manifest.media().duration(),
            manifest.contributors(),
            manifest.artifacts().stream()
                .map(each -> Documents.FileLink.of(each, prefix + each.sha256()))
                .toList(),
            manifest.warnings(),
            uses.ofAsset(asset).stream()
                .map(each -> new Documents.InRender(each.render().value(), each.revision()))
                .toList()));
  }

  private Answer artifact(List<String> path) throws Problem, Failure {
    if (!path.get(2).equals("artifacts")) {
      throw Problem.notFound("An asset has artifacts.");
    }
    return files.of(manifest(id(path.get(1))).artifacts(), path.get(3));
  }

  private RenderRevision latest(Id render) throws Problem {
    return renders
        .latest(render)
        .orElseThrow(() -> Problem.notFound("The render " + render + " is not in the store."));
  }

  private static RenderRevision revision(List<String> path) throws Problem {
    if (!Sha256.isValid(path.get(2))) {
      throw Problem.notFound("A revision is a SHA-256 digest.");
    }
    return new RenderRevision(id(path.get(1)), new Sha256(path.get(2)));
  }

  private Answer render(RenderRevision of) throws Problem {
    return new Answer.Document(
        renders
            .read(of, "/api/v1/renders/" + of.render() + "/" + of.revision() + "/")
            .orElseThrow(() -> Problem.notFound("This revision is not in the store.")));
  }

  private Answer output(List<String> path) throws Problem {
    if (!path.get(3).equals("outputs")) {
      throw Problem.notFound("A render has outputs.");
    }
    return files.of(renders.files(revision(path)), path.get(4));
  }

  /** What is no longer in the store is not shown from a report that was made before. */
  private Answer report(Request request, List<String> path)
      throws Problem, Failure, IOException, InterruptedException {
    Access.checkSite(request.exchange().getRequestHeaders());
    RenderRevision of = revision(path);
    List<Artifact> there = renders.files(of);
    if (there.isEmpty()) {
      reports.drop(of);
      throw Problem.notFound("There is no film of this revision, so there is no report on it.");
    }
    return FileAnswers.ofReport(reports.file(of, path.get(4)), there.getFirst());
  }

  private Answer deadLetters() throws InterruptedException {
    return new Answer.Document(
        new Documents.DeadLetters(letters.list().stream().map(Api::described).toList()));
  }

  private static Documents.DeadLetter described(FailedMessage message) {
    Optional<JobRef> job = jobOf(message);
    return new Documents.DeadLetter(
        message.id(),
        message.lane(),
        message.reason(),
        message.detail(),
        message.violations(),
        job.map(each -> each.id().value()).orElse(null),
        job.map(JobRef::source).orElse(null));
  }

  private static Optional<JobRef> jobOf(FailedMessage message) {
    try {
      return Optional.of(
          MessageCodec.readJob(message.body().getBytes(StandardCharsets.UTF_8)).ref());
    } catch (InvalidMessage e) {
      return e.ref();
    }
  }

  private Answer retry(Request request, List<String> path)
      throws Problem, Failure, InterruptedException {
    checkMethod(request, "POST");
    if (!path.get(2).equals("retry")) {
      throw Problem.notFound("A dead letter can be retried.");
    }
    return done(path.get(1), letters.deal(path.get(1), actions::retry), "retried");
  }

  private Answer drop(Request request, String letter)
      throws Problem, Failure, InterruptedException {
    checkMethod(request, "DELETE");
    return done(letter, letters.deal(letter, actions::drop), "dropped");
  }

  private static Answer done(String letter, boolean isDone, String outcome) throws Problem {
    if (!isDone) {
      throw Problem.notFound(
          "There is no dead letter " + letter + "; somebody may have dealt with it.");
    }
    return new Answer.Document(new Documents.Done(letter, outcome));
  }

  private Answer cancel(Request request, List<String> path)
      throws Problem, Failure, InterruptedException {
    checkMethod(request, "POST");
    if (!path.get(3).equals("cancel")) {
      throw Problem.notFound("A job can be cancelled.");
    }
    TerminalRecord record =
        actions
            .cancel(ref(path.get(1), path.get(2)))
            .orElseThrow(() ->
                Problem.notFound("No worker has accepted such a job; look at id and source."));
    return new Answer.Document(new Documents.Cancelled(path.get(2), record.outcome()));
  }

  private Answer session(Request request) throws Problem, IOException {
    access.checkOwnPage(request.exchange().getRequestHeaders());
    return switch (request.method()) {
      case "POST" ->
          new Answer.Empty(
              Map.of(
                  "Set-Cookie",
                  access.open(request.body().path("token").asString(""), request.exchange())));
      case "DELETE" -> new Answer.Empty(Map.of("Set-Cookie", access.close(request.exchange())));
      default -> throw Problem.wrongMethod("POST, DELETE");
    };
  }

  /** A text as a part of an address. */
  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
