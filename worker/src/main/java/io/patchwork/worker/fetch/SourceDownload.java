package io.patchwork.worker.fetch;

import io.patchwork.common.store.FetchCache;
import io.patchwork.common.store.FetchCache.Fetched;
import io.patchwork.common.store.ObjectChanged;
import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.telemetry.CostMeter;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Fetches sources that the policy allows into the cache. Thread-safe. */
final class SourceDownload {

  private final SourcePolicy policy;
  private final FetchCache cache;
  private final long maxBytes;
  private final Metrics metrics;

  SourceDownload(SourcePolicy policy, FetchCache cache, long maxBytes, Metrics metrics) {
    this.policy = policy;
    this.cache = cache;
    this.maxBytes = maxBytes;
    this.metrics = metrics;
  }

  /** The disk cannot hold a source and what is made of it. */
  private static final class NoRoom extends RuntimeException {
    NoRoom(String message) {
      super(message);
    }
  }

  /**
   * Stops a download for which there is no room: the rest of it and as much again for what is made
   * of it. Small files come without progress, and end where the disk is full.
   */
  private void checkRoom(long done, long total) {
    long needed = total - done + total;
    try {
      cache.makeRoom(needed);
    } catch (IOException e) {
      throw new NoRoom(String.valueOf(e.getMessage()));
    }
    long free = cache.free();
    if (free < needed) {
      throw new NoRoom(
          (free >> 20) + " MiB are free for a file of " + (total >> 20) + " MiB and its outputs");
    }
  }

  /**
   * A source's bytes, pinned in the cache until closed.
   *
   * @param progress receives from time to time the bytes fetched and the total
   */
  Fetched fetch(
      Source.Stored source,
      @Nullable String etag,
      @Nullable Sha256 expected,
      BiConsumer<Long, Long> progress)
      throws Failure {
    BiConsumer<Long, Long> watched = ((BiConsumer<Long, Long>) this::checkRoom).andThen(progress);
    FetchCache.Origin origin =
        switch (policy.locate(source)) {
          case SourcePolicy.InStore in ->
              () ->
                  new CountingInputStream(
                      in.store().open(in.key(), 0, etag),
                      () -> in.store().head(in.key()).map(StoredObject::bytes).orElse(0L),
                      watched);
          case SourcePolicy.OnDisk on ->
              () ->
                  new CountingInputStream(
                      Files.newInputStream(on.file()), () -> Files.size(on.file()), watched);
        };
    try {
      Fetched fetched = cache.fetch(expected == null ? null : expected.hex(), origin, maxBytes);
      if (!fetched.wasThere()) {
        metrics.counter(WorkerMetrics.SOURCE_FETCHED).inc(fetched.bytes());
        CostMeter.fetched(fetched.bytes());
      }
      return fetched;
    } catch (ObjectMissing | NoSuchFileException e) {
      throw new Refused(
          FailureCode.SOURCE_NOT_FOUND, "There is nothing at " + source + "; upload it first.");
    } catch (ObjectChanged | FetchCache.WrongContent e) {
      throw new Refused(
          FailureCode.SOURCE_CHANGED,
          "The file at " + source + " changed after the job was sent; send the job again.");
    } catch (FetchCache.TooManyBytes e) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          "The file at "
              + source
              + " is larger than "
              + (maxBytes >> 20)
              + " MiB, the largest that is taken here; send it in parts, or export it smaller.");
    } catch (NoRoom e) {
      throw Disk.noRoom(e);
    } catch (FetchCache.BrokenOff e) {
      throw new Unavailable(
          FailureCode.STORE_UNAVAILABLE,
          "The file cannot be fetched; once the store is back, send the job again.",
          e);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
