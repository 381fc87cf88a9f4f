package io.patchwork.worker.jobs;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The terminal records of jobs in the store: the first one written is the one that counts. */
public final class TerminalRecords {

  private static final int MAX_BYTES = 4 << 20;

  private final ObjectStore store;
  private final Events events;
  private final InstantSource clock;

  /** The records of a store. */
  public TerminalRecords(ObjectStore store, Events events, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.events = events;
  }

  public Optional<TerminalRecord> find(JobRef job) {
    return read(StoreLayout.jobResult(job));
  }

  /** The record under a key, unless it has lapsed. */
  public Optional<TerminalRecord> read(ObjectKey key) {
    return store
        .read(key, MAX_BYTES)
        .map(TerminalRecords::parse)
        .filter(record -> !hasLapsed(record));
  }

  private static TerminalRecord parse(ObjectStore.Content content) {
    return Json.read(content.bytes(), TerminalRecord.class);
  }

  private boolean hasLapsed(TerminalRecord record) {
    return record.lapses() != null && clock.instant().isAfter(record.lapses());
  }

  /**
   * The outcome of an attempt to write a job's record.
   *
   * @param record the job's record, this one or an earlier one
   * @param isNew whether this call has written it; whoever has, tells its events
   */
  public record Commit(TerminalRecord record, boolean isNew) {

    /** The end, to be told by whoever wrote its record, and by {@code all} also by others. */
    public Ending ending(boolean all) {
      Ending ending = record.ending();
      return isNew || all ? ending : ending.untold();
    }
  }

  /** Writes a job's terminal record, unless it has one. */
  public Commit commit(
      JobRef job, @Nullable Sha256 dataDigest, List<? extends JobEvent> jobEvents) {
    TerminalState outcome =
        jobEvents.stream()
            .flatMap(
                event -> event instanceof JobEvent.Terminal end ? Stream.of(end) : Stream.empty())
            .findFirst()
            .map(TerminalState::of)
            .orElseThrow();
    return commit(job, dataDigest, outcome, jobEvents, null);
  }

  /**
   * Cancels a job that nobody has seen, in case it comes soon.
   *
   * @param lapses when it may come all the same
   */
  public Commit cancelUnseen(JobRef job, Instant lapses) {
    JobEvent event = new JobEvent.Cancelled(job);
    return commit(job, null, TerminalState.CANCELLED, List.of(event), lapses);
  }

  private Commit commit(
      JobRef job,
      @Nullable Sha256 dataDigest,
      TerminalState outcome,
      List<? extends JobEvent> jobEvents,
      @Nullable Instant lapses) {
    return commit(
        StoreLayout.jobResult(job),
        new TerminalRecord(
            job, dataDigest, outcome, jobEvents.stream().map(events::once).toList(), lapses));
  }

  private Commit commit(ObjectKey key, TerminalRecord record) {
    byte[] bytes = Json.bytes(record);
    Upload upload = Upload.of(bytes, "application/json", Sha256.of(bytes).hex());
    while (!store.putIfAbsent(key, upload).created()) {
      Optional<ObjectStore.Content> content = store.read(key, MAX_BYTES);
      if (content.isPresent()) {
        TerminalRecord present = parse(content.get());
        if (!hasLapsed(present)) {
          return new Commit(present, false);
        }
        if (store.replace(key, content.get().object().etag(), upload).isPresent()) {
          break;
        }
      }
    }
    return new Commit(record, true);
  }

  /** Deletes the record of a failed job, so that it can be tried again; other records stay. */
  public void clearFailure(JobRef job) {
    if (find(job).filter(record -> record.outcome() == TerminalState.FAILED).isPresent()) {
      store.delete(StoreLayout.jobResult(job));
    }
  }
}
