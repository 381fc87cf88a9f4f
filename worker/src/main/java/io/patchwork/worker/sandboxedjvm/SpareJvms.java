package io.patchwork.worker.sandboxedjvm;

import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.StandbyChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sandboxed JVMs that are started ahead of their files: starting one takes far longer than reading
 * a picture. Each is used for one file, and one that waits for 30 seconds ends. Thread-safe.
 */
final class SpareJvms implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpareJvms.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChildProcesses children;
  private final Path folder;
  private final int most;
  private final AtomicLong number = new AtomicLong();
  private final Deque<Spare> waiting = new ArrayDeque<>();

  /** How many were taken and not replaced yet. */
  private int taken;

  private boolean isClosed;
  private final ScheduledThreadPoolExecutor keeper =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("spare-jvms").factory());

  /**
   * Keeps no JVM before the first is used.
   *
   * @param folder receives a folder for each JVM
   * @param most maximum number of waiting JVMs
   */
  SpareJvms(ChildProcesses children, Path folder, int most) {
    this.children = children;
    this.folder = folder;
    this.most = most;
    keeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * A JVM that waits for its request.
   *
   * @param folder holds its inputs in {@code in} and its results in {@code out}
   */
  record Spare(StandbyChild child, Path folder) implements AutoCloseable {

    /** Kills it where it still lives, and deletes its folder. */
    @Override
    public void close() {
      child.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A waiting JVM, or a new one; the caller closes it. */
  Spare take() throws IOException, InterruptedException {
    Spare spare;
    synchronized (this) {
      taken++;
      spare = waiting.pollFirst();
    }
    if (spare != null && !spare.child().isAlive()) {
      spare.close();
      return start();
    }
    return spare == null ? start() : spare;
  }

  /** Starts JVMs in place of those that were taken. */
  synchronized void replace() {
    for (; taken > 0 && !isClosed; taken--) {
      keeper.execute(this::add);
    }
  }

  /** A new JVM; the caller closes it. */
  Spare start() throws IOException, InterruptedException {
    Path own = folder.resolve(Long.toString(number.incrementAndGet()));
    return new Spare(children.standby(JvmChild.pictures(own)), own);
  }

  /** Starts a JVM for the next file. */
  private void add() {
    try {
      if (hasRoom()) {
        Spare spare = start();
        if (keep(spare)) {
          var _ = keeper.schedule(() -> dismiss(spare), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } else {
          spare.close();
        }
      }
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("detail", e.getMessage()).log("no spare reader could be started");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean hasRoom() {
    return !isClosed && waiting.size() < most;
  }

  private synchronized boolean keep(Spare spare) {
    return !isClosed && waiting.offerLast(spare);
  }

  private void dismiss(Spare spare) {
    boolean isWaiting;
    synchronized (this) {
      isWaiting = waiting.remove(spare);
    }
    if (isWaiting) {
      spare.close();
    }
  }

  /** Ends those that wait; files that come later get a JVM of their own. */
  @Override
  public void close() {
    List<Spare> all;
    synchronized (this) {
      isClosed = true;
      all = List.copyOf(waiting);
      waiting.clear();
    }
    keeper.close();
    all.forEach(Spare::close);
  }
}
