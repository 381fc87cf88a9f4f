package io.patchwork.worker.console;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Subscription;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.wire.EventMessage;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Instant;
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

  private final Instant since;
  private final int capacity;
  private final Map<String, JobState> jobs = new HashMap<>();
  private final NavigableSet<JobState> ordered = new TreeSet<>(ORDER);
  private final NavigableSet<JobState> ended =
      new TreeSet<>(Comparator.comparing(JobView::end).thenComparing(JobState::hash));
  private final List<Consumer<JobState>> listeners = new CopyOnWriteArrayList<>();
  private final Subscription subscription;
  private long dropped;

  /**
   * A view that follows the event log.
   *
   * @param since time from which on it replays
   * @param capacity maximum number of jobs
   */
  public JobView(JobQueue queue, Instant since, int capacity) {
    this.since = since;
    this.capacity = capacity;
    this.subscription = queue.replayEvents(since, this::apply);
  }

  private static Instant end(JobState job) {
    return job.ended() == null ? Instant.MAX : job.ended();
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

  private void makeRoom() {
    while (jobs.size() > capacity) {
      JobState out = ended.isEmpty() ? ordered.last() : ended.first();
      jobs.remove(out.hash());
      ordered.remove(out);
      ended.remove(out);
      dropped++;
    }
  }

  /** Time from which on jobs are in it. */
  public Instant since() {
    return since;
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
