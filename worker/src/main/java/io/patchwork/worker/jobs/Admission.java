package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets the jobs of all accounts take turns (decision 0022). Queues are first in, first out: of each
 * account only a window of jobs is in a lane at once, and the others wait in the store; whoever
 * ends one releases the next. Thread-safe.
 */
public final class Admission {

  /** A header of a watchdog. */
  static final String WATCHDOG = "x-patchwork-admission";

  /**
   * The longest retry delay, by step, after which the watchdog of an account's lane comes again.
   */
  private static final int LAST_WATCHDOG_STEP = 1;

  /** A watchdog that has not come again within this time is lost. */
  private static final Duration WATCHDOG_LOST_AFTER = Duration.ofHours(1);

  /** An admitted job that has neither ended nor begun within this time is forgotten. */
  private static final Duration LOST_AFTER = Duration.ofDays(1);

  private static final int MAX_BYTES = 256 << 10;

  private final ObjectStore store;
  private final JsonObjects documents;
  private final TerminalRecords records;
  private final InstantSource clock;
  private final int window;
  private final int quota;

  /**
   * One account's jobs are admitted one after the other in a worker, so that each sees those
   * before.
   */
  private final AccountGates gates = new AccountGates();

  /**
   * Admission by accounts.
   *
   * @param window maximum number of jobs of an account in a lane at once; 0 admits all at once and
   *     keeps nothing in the store
   * @param quota maximum number of jobs of an account that wait for a lane; further ones are
   *     refused
   */
  public Admission(
      ObjectStore store, TerminalRecords records, InstantSource clock, int window, int quota) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.records = records;
    this.clock = clock;
    this.window = window;
    this.quota = quota;
  }

  /** Whether jobs go to their lanes without it. */
  public boolean isOff() {
    return window == 0;
  }

  private AdmissionFolder folder(AccountLane accountLane) {
    return new AdmissionFolder(store, accountLane);
  }

  private static AccountLane accountLane(JobMessage job) {
    return new AccountLane(
        Lanes.admitted(job.job()).name(), Sha256.of(job.envelope().accountOrSource()));
  }

  /**
   * Lets a job into its lane, or keeps it until others of its account have ended.
   *
   * @param again whether this message may have been handled before
   * @throws Refused if too many jobs of the account wait
   */
  void admit(JobMessage job, Message message, boolean again, Outbox outbox)
      throws Refused, Fault, InterruptedException {
    AccountLane accountLane = accountLane(job);
    // Nobody may start it before the broker has told that it is accepted.
    outbox.flush();
    Place place =
        gates.alone(
            accountLane,
            () -> folder(accountLane).list(),
            // A place is given by a listing of one's own: other workers give places too.
            listing -> !hasRoom(listing),
            listing -> place(accountLane, listing, job, message, again, outbox));
    if (place == Place.MUST_WAIT) {
      // Others of the account go on meanwhile; the listing that follows sees it.
      AdmissionFolder folder = folder(accountLane);
      ObjectKey key = folder.waitingKey(job.ref(), job.envelope().time());
      folder.putWaiting(key, WaitingJob.of(job.ref(), message));
    }
    if (place != Place.IN_LANE) {
      fill(accountLane, again, outbox);
    }
  }

  private enum Place {
    IN_LANE,
    MUST_WAIT,
    WAITS_ALREADY
  }

  /** Sends a job to its lane if it need not wait. */
  private Place place(
      AccountLane accountLane,
      AdmissionFolder.Listing listing,
      JobMessage job,
      Message message,
      boolean again,
      Outbox outbox)
      throws Refused, Fault, InterruptedException {
    AdmissionFolder folder = folder(accountLane);
    String hash = StoreLayout.jobHash(job.ref());
    Optional<ObjectKey> waiting = Optional.ofNullable(listing.waiting().get(hash));
    if (listing.running().containsKey(hash) && waiting.isEmpty()) {
      // It is sent again: its end is told by the message that is in the lane, or by this one.
      send(new Turn(accountLane, true), message, outbox);
      watch(accountLane, folder, listing, again, outbox);
      return Place.IN_LANE;
    }
    if (hasRoom(listing)) {
      folder.putRunning(job.ref());
      // Of a full window, half at the most were sent without this mark: those that are sent with
      // it let in whoever has come to wait for any of them.
      boolean mayOthersWait = 2 * (listing.running().size() + 1) > window;
      send(new Turn(accountLane, mayOthersWait), message, outbox);
      return Place.IN_LANE;
    }
    if (waiting.isPresent()) {
      checkIsTheSame(job, folder, waiting.get());
      return Place.WAITS_ALREADY;
    }
    if (listing.waiting().size() >= quota) {
      throw new Refused(
          FailureCode.QUOTA_EXCEEDED,
          quota
              + " jobs of this account wait already; send this one again under a new id when some"
              + " of them have ended.");
    }
    listing.waiting().put(hash, folder.waitingKey(job.ref(), job.envelope().time()));
    return Place.MUST_WAIT;
  }

  private boolean hasRoom(AdmissionFolder.Listing listing) {
    return listing.waiting().isEmpty() && listing.running().size() < window;
  }

  private static void checkIsTheSame(JobMessage job, AdmissionFolder folder, ObjectKey waiting)
      throws Refused {
    Optional<WaitingJob> present = folder.waiting(waiting);
    if (present.isPresent() && !present.get().dataDigest().equals(job.dataDigest())) {
      throw Refused.idReused(job.ref().id());
    }
  }

  /**
   * Ends a job's stay in its lane and lets others of its account in; safe to repeat.
   *
   * @param again whether this may have been done before by a worker that died meanwhile
   */
  void release(JobRef job, Turn turn, boolean again, Outbox outbox)
      throws Fault, InterruptedException {
    folder(turn.accountLane()).deleteRunning(StoreLayout.jobHash(job));
    if (turn.mayOthersWait() || again) {
      fill(turn.accountLane(), again, outbox);
    }
  }

  /** Notes where a job was admitted that is ended by another message than its own. */
  void keep(JobRef job, AccountLane accountLane) {
    documents.putIfAbsent(StoreLayout.jobAdmission(job), accountLane);
  }

  /** The same for a job that is ended by another message than its own. */
  public void releaseKept(JobRef job, boolean again, Outbox outbox)
      throws Fault, InterruptedException {
    if (isOff()) {
      return;
    }
    Optional<AccountLane> accountLane =
        documents.read(StoreLayout.jobAdmission(job), AccountLane.class);
    if (accountLane.isPresent()) {
      release(job, new Turn(accountLane.get(), true), again, outbox);
    }
  }

  /**
   * Admits waiting jobs, the oldest first, while there is room in the window.
   *
   * @param again whether to send also those that were admitted and still lie with the waiting: a
   *     worker may have died in between
   */
  private void fill(AccountLane accountLane, boolean again, Outbox outbox)
      throws Fault, InterruptedException {
    gates.shared(
        accountLane,
        again,
        () -> {
          AdmissionFolder folder = folder(accountLane);
          AdmissionFolder.Listing listing = folder.list();
          admitWaiting(accountLane, folder, listing, again, outbox);
          watch(accountLane, folder, listing, again, outbox);
        });
  }

  private void admitWaiting(
      AccountLane accountLane,
      AdmissionFolder folder,
      AdmissionFolder.Listing listing,
      boolean again,
      Outbox outbox)
      throws InterruptedException {
    int room = window - listing.running().size();
    for (Map.Entry<String, ObjectKey> waiting : listing.waiting().entrySet()) {
      boolean isBetween = listing.running().containsKey(waiting.getKey());
      if (isBetween ? again : room > 0) {
        boolean isSent = move(accountLane, folder, waiting.getValue(), isBetween, outbox);
        room -= isSent && !isBetween ? 1 : 0;
      }
    }
  }

  /** Whether it was sent: another may have done so, or it cannot be read. */
  private static boolean move(
      AccountLane accountLane,
      AdmissionFolder folder,
      ObjectKey waiting,
      boolean isBetween,
      Outbox outbox)
      throws InterruptedException {
    Optional<WaitingJob> job = folder.waiting(waiting);
    if (job.isPresent() && (folder.putRunning(job.get().job()) || isBetween)) {
      send(new Turn(accountLane, true), job.get().message(), outbox);
      // The broker has it before the store forgets it.
      outbox.flush();
      folder.deleteWaiting(waiting);
      return true;
    }
    return false;
  }

  private static void send(Turn turn, Message message, Outbox outbox) {
    Lane lane = Lanes.named(turn.accountLane().lane()).orElseThrow();
    // A trace context in a header is a client's; the job's own is in its body.
    outbox.send(new Route.ToLane(lane), turn.onto(message.withoutHeader(Message.TRACEPARENT)));
  }

  /**
   * Sees to it that somebody looks again while jobs wait.
   *
   * @param again whether a worker may have died before it sent the watchdog that it had noted
   */
  private void watch(
      AccountLane accountLane,
      AdmissionFolder folder,
      AdmissionFolder.Listing listing,
      boolean again,
      Outbox outbox)
      throws Fault {
    boolean isWatched =
        listing
            .watchdog()
            .filter(since ->
                Duration.between(since, clock.instant()).compareTo(WATCHDOG_LOST_AFTER) < 0)
            .isPresent();
    boolean isNeeded = !listing.waiting().isEmpty() && !isWatched;
    if (isNeeded || (again && isWatched)) {
      send(new Watchdog(accountLane, folder.watchdog().next()), outbox);
    }
  }

  /** A message that comes again while jobs of an account wait for a lane. */
  record Watchdog(AccountLane accountLane, int round) {

    static Watchdog read(Message message) {
      return Json.read(message.body(), Watchdog.class);
    }

    Message message() {
      byte[] body = Json.bytes(this);
      return new Message(Sha256.of(body).hex(), body, Map.of(WATCHDOG, "true"));
    }
  }

  private static void send(Watchdog watchdog, Outbox outbox) {
    Lane lane = Lanes.named(watchdog.accountLane().lane()).orElseThrow();
    int step = Math.min(watchdog.round() - 1, LAST_WATCHDOG_STEP);
    outbox.send(new Route.Later(lane, step), watchdog.message());
  }

  /**
   * Forgets admitted jobs that have ended or are lost, lets others in, and comes again while some
   * wait.
   *
   * @param again whether a worker that died may have done some of it
   */
  void check(Watchdog watchdog, boolean again, Outbox outbox) throws Fault, InterruptedException {
    AccountLane accountLane = watchdog.accountLane();
    AdmissionFolder folder = folder(accountLane);
    if (folder.watchdog().end(watchdog.round(), again)) {
      forgetLost(folder);
      admitWaiting(accountLane, folder, folder.list(), true, outbox);
      if (!folder.list().waiting().isEmpty()) {
        send(new Watchdog(accountLane, watchdog.round() + 1), outbox);
        return;
      }
      folder.watchdog().stop();
    }
    // Whoever began to wait in between has seen this watchdog and sent none.
    watch(accountLane, folder, folder.list(), false, outbox);
  }

  private void forgetLost(AdmissionFolder folder) {
    Instant now = clock.instant();
    folder
        .list()
        .running()
        .forEach((hash, admitted) -> {
          boolean isOver = folder.running(hash, JobRef.class).flatMap(records::find).isPresent();
          if (isOver || Duration.between(admitted, now).compareTo(LOST_AFTER) > 0) {
            folder.deleteRunning(hash);
          }
        });
  }

  /** Finds a job that was admitted or waits, among those of all accounts, with its kind. */
  Optional<JobRef> find(JobRef job) {
    Optional<JobRef> found = Optional.empty();
    String hash = StoreLayout.jobHash(job);
    for (ObjectKey key : keysOf(hash)) {
      Optional<JobRef> ref =
          AdmissionFolder.isWaiting(key, hash)
              ? documents.read(key, WaitingJob.class).map(WaitingJob::job)
              : documents.read(key, JobRef.class);
      found = ref.or(() -> Optional.of(job));
    }
    return found;
  }

  /** Takes a job that has ended from the waiting ones. */
  void withdraw(JobRef job) {
    String hash = StoreLayout.jobHash(job);
    keysOf(hash).stream()
        .filter(key -> AdmissionFolder.isWaiting(key, hash))
        .forEach(store::delete);
  }

  private List<ObjectKey> keysOf(String hash) {
    try (Stream<StoredObject> all = store.list(StoreLayout.ADMISSION)) {
      return all.map(StoredObject::key).filter(key -> AdmissionFolder.isOf(key, hash)).toList();
    }
  }
}
