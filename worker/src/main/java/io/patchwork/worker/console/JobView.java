package io.patchwork.worker.console;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.LogStart;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Subscription;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.wire.EventMessage;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The jobs of which the event log tells since a time, as far as there is room: those that ended
 * longest ago go first. Thread-safe.
 */
public final class JobView implements AutoCloseable {

  /** The newest first; equal times in the order of their hashes, so that all consoles agree. */
  static final Comparator<JobState> ORDER =
      Comparator.comparing(JobState::accepted).reversed().thenComparing(JobState::hash);

  /** Clocks of workers and of this process may be so far apart. */
  private static final Duration APART = Duration.ofSeconds(10);

  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final Duration back;
  private final InstantSource clock;
  private final int capacity;
  private final Map<String, JobState> jobs = new HashMap<>();
  private final NavigableSet<JobState> ordered = new TreeSet<>(ORDER);
  private final NavigableSet<JobState> ended =
      new TreeSet<>(Comparator.comparing(JobView::end).thenComparing(JobState::hash));
  private final List<Consumer<JobState>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean hasForgotten = new AtomicBoolean();
  private final Subscription subscription;
  private final Instant begun;

  /** Guarded by this object's monitor. */
  private Instant lastHappened = Instant.EPOCH;

  private Instant lastSeen;
  private long dropped;

  /**
   * A view that follows the event log.
   *
   * @param back how far it looks back; jobs that ended earlier are dropped
   * @param capacity maximum number of jobs
   */
  public JobView(JobQueue queue, Duration back, int capacity, InstantSource clock) {
    this.back = back;
    this.clock = clock;
    this.capacity = capacity;
    this.begun = clock.instant();
    this.lastSeen = begun;
    this.subscription =
        queue.replayEvents(new LogStart.Since(since()), event -> apply(event.message()));
  }

  private static Instant end(JobState job) {
    return job.ended() == null ? Instant.MAX : job.ended();
  }

  /**
   * Whether it still reads what happened before it began, so that jobs are missing: one event from
   * then comes right behind the other.
   */
  public synchronized boolean isCatchingUp() {
    return lastHappened.isBefore(begun.minus(APART))
        && clock.instant().isBefore(lastSeen.plus(SILENCE));
  }

  private void apply(Message message) {
    try {
      apply(MessageCodec.readEvent(message.body()));
    } catch (InvalidMessage foreign) {
      assert !foreign.violations().isEmpty();
    }
  }

  private void apply(EventMessage message) {
    JobRef job = message.event().job();
    Instant at = message.envelope().time();
    note(at);
    if (message.event() instanceof JobEvent.Forgotten) {
      hasForgotten.set(true);
    }
    String hash = StoreLayout.jobHash(job);
    JobState after;
    synchronized (this) {
      JobState before = jobs.get(hash);
      after = (before == null ? JobState.of(hash, job, at) : before).after(message.event(), at);
      if (after.equals(before)) {
        return;
      }
      if (before != null) {
        ordered.remove(before);
        ended.remove(before);
      }
      jobs.put(hash, after);
      ordered.add(after);
      if (after.state().isEnd()) {
        ended.add(after);
      }
      makeRoom();
    }
    listeners.forEach(listener -> listener.accept(after));
  }

  private synchronized void note(Instant happened) {
    lastHappened = happened;
    lastSeen = clock.instant();
  }

  private void makeRoom() {
    while (jobs.size() > capacity) {
      remove(ended.isEmpty() ? ordered.last() : ended.first());
      dropped++;
    }
  }

  private void remove(JobState job) {
    jobs.remove(job.hash());
    ordered.remove(job);
    ended.remove(job);
  }

  /** Drops the jobs that ended before the time that is looked back; called now and then. */
  public synchronized void age() {
    Instant from = since();
    while (!ended.isEmpty() && end(ended.first()).isBefore(from)) {
      remove(ended.first());
    }
  }

  /**
   * If something was forgotten since the last time, drops the ended jobs that went with it.
   *
   * @param isKept may take its time, nobody waits for it; if it fails, all are asked about next
   *     time
   */
  public void dropForgotten(Predicate<JobState> isKept) {
    if (!hasForgotten.getAndSet(false)) {
      return;
    }
    boolean isDone = false;
    try {
      dropEnded(isKept);
      isDone = true;
    } finally {
      if (!isDone) {
        hasForgotten.set(true);
      }
    }
  }

  private void dropEnded(Predicate<JobState> isKept) {
    List<JobState> some;
    synchronized (this) {
      some = List.copyOf(ended);
    }
    for (JobState job : some) {
      if (!isKept.test(job)) {
        synchronized (this) {
          if (job.equals(jobs.get(job.hash()))) {
            remove(job);
          }
        }
      }
    }
  }

  /** Time from which on jobs are in it. */
  public final Instant since() {
    return clock.instant().minus(back);
  }

  /** Number of jobs that there was no room for any more. */
  public synchronized long dropped() {
    return dropped;
  }

  public synchronized Optional<JobState> find(String hash) {
    return Optional.ofNullable(jobs.get(hash));
  }

  /** Number of jobs by state. */
  public synchronized Map<JobState.State, Integer> counts() {
    Map<JobState.State, Integer> counts = new EnumMap<>(JobState.State.class);
    jobs.values().forEach(job -> counts.merge(job.state(), 1, Integer::sum));
    return counts;
  }

  /**
   * A page of the jobs that somebody wants, the newest first.
   *
   * @param total number of all that are wanted
   * @param more whether others follow
   */
  public record Page(List<JobState> jobs, int total, boolean more) {
    public Page {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * A page.
   *
   * @param after the last job of the page before; empty for the first page
   */
  public synchronized Page page(Predicate<JobState> isWanted, Optional<Cursor> after, int limit) {
    List<JobState> wanted = ordered.stream().filter(isWanted).toList();
    List<JobState> rest =
        after
            .map(cursor -> wanted.stream().dropWhile(job -> !cursor.isBefore(job)).toList())
            .orElse(wanted);
    return new Page(
        rest.subList(0, Math.min(limit, rest.size())), wanted.size(), rest.size() > limit);
  }

  /** The job that waits longest in a state, of those that somebody wants. */
  public synchronized Optional<JobState> oldest(Predicate<JobState> isWanted) {
    Iterator<JobState> oldestFirst = ordered.descendingIterator();
    while (oldestFirst.hasNext()) {
      JobState job = oldestFirst.next();
      if (isWanted.test(job)) {
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  /** Tells of every change from now on; closing ends it. */
  public Subscription listen(Consumer<JobState> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    subscription.close();
  }
}
