package io.patchwork.worker.console;

import com.sun.net.httpserver.HttpExchange;
import io.patchwork.common.queue.Subscription;
import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The changes of jobs as server-sent events, a job at most once in each batch, so that no client is
 * sent more than it reads. For one client.
 */
final class ChangeStream {

  private static final long BATCH_MILLIS = 250;
  private static final long KEEP_ALIVE_SECONDS = 15;
  private static final int MAX_PENDING = 5_000;
  private static final int MAX_STREAMS = 200;
  private static final AtomicInteger STREAMS = new AtomicInteger();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Map<String, JobState> pending = new LinkedHashMap<>();

  /** Whether the client reads too slowly: it connects again, and reads all anew. */
  private boolean isFull;

  private ChangeStream() {}

  /**
   * Writes changes until the client goes, or may read no more.
   *
   * @param mayRead is asked before each batch
   * @throws Problem if there are too many streams
   */
  static void write(HttpExchange exchange, JobView jobs, BooleanSupplier mayRead)
      throws Problem, IOException {
    if (STREAMS.incrementAndGet() > MAX_STREAMS) {
      STREAMS.decrementAndGet();
      throw Problem.unavailable("Too many pages follow this console; close some.");
    }
    try {
      follow(exchange, jobs, mayRead);
    } finally {
      STREAMS.decrementAndGet();
    }
  }

  private static void follow(HttpExchange exchange, JobView jobs, BooleanSupplier mayRead)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    ChangeStream stream = new ChangeStream();
    Subscription listening = jobs.listen(stream::add);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(": patchwork\n\n".getBytes(StandardCharsets.UTF_8));
      body.flush();
      while (mayRead.getAsBoolean() && !stream.isFull()) {
        List<JobState> some = stream.take();
        String text =
            some.isEmpty() ? ": still here\n\n" : "event: jobs\ndata: " + Json.text(some) + "\n\n";
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listening.close();
    }
  }

  private boolean isFull() {
    lock.lock();
    try {
      return isFull;
    } finally {
      lock.unlock();
    }
  }

  private void add(JobState job) {
    lock.lock();
    try {
      pending.put(job.hash(), job);
      isFull |= pending.size() > MAX_PENDING;
      if (isFull) {
        pending.clear();
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next batch; empty after a while without changes. */
  private List<JobState> take() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(KEEP_ALIVE_SECONDS);
      while (pending.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    // More of the same jobs may come at once.
    TimeUnit.MILLISECONDS.sleep(BATCH_MILLIS);
    lock.lock();
    try {
      List<JobState> batch = List.copyOf(pending.values());
      pending = new LinkedHashMap<>();
      return batch;
    } finally {
      lock.unlock();
    }
  }
}
