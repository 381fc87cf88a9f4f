package io.patchwork.worker.console;

import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reports on renders, made when somebody asks, one at a time, and kept for some minutes. A report
 * shows people, so it is kept no longer than somebody looks at it. Thread-safe.
 */
final class RenderReports {

  /** The page of a report. */
  static final String PAGE = "report.html";

  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int MOST = 4;
  private static final int PATIENCE_SECONDS = 60;

  private final Actions actions;
  private final InstantSource clock;
  private final ReentrantLock making = new ReentrantLock(true);

  /** Guarded by this object's monitor. */
  private final Map<RenderRevision, Made> made = new HashMap<>();

  private record Made(Path folder, Instant asked) {}

  /** A file of a report, which may be deleted at any time; whoever has opened it may go on. */
  record ReportFile(Path path, String name, long bytes) {}

  RenderReports(Actions actions, InstantSource clock) {
    this.actions = actions;
    this.clock = clock;
  }

  /**
   * A file of the report on a finished render, which is made if it is not there.
   *
   * @param name from an address
   * @throws Problem if others are being made for a minute, or it has no such file
   */
  ReportFile file(RenderRevision of, String name)
      throws Problem, Failure, IOException, InterruptedException {
    @Nullable Path there = folder(of);
    if (there == null) {
      if (!making.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw Problem.unavailable("Other reports are being made; try again in a minute.");
      }
      try {
        there = folder(of);
        if (there == null) {
          there = actions.report(of);
          keep(of, there);
        }
      } finally {
        making.unlock();
      }
    }
    try (var files = Files.list(there)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (String.valueOf(file.getFileName()).equals(name)) {
          return new ReportFile(file, name, Files.size(file));
        }
      }
    }
    throw Problem.notFound("The report has no file of this name.");
  }

  private synchronized @Nullable Path folder(RenderRevision of) {
    Made report = made.get(of);
    if (report == null) {
      return null;
    }
    made.put(of, new Made(report.folder, clock.instant()));
    return report.folder;
  }

  private synchronized void keep(RenderRevision of, Path folder) {
    made.put(of, new Made(folder, clock.instant()));
    while (made.size() > MOST) {
      made.entrySet().stream()
          .min(Map.Entry.comparingByValue((a, b) -> a.asked.compareTo(b.asked)))
          .ifPresent(oldest -> drop(oldest.getKey()));
    }
  }

  /** Deletes a report, if there is one. */
  synchronized void drop(RenderRevision of) {
    Made report = made.remove(of);
    if (report != null) {
      Workspaces.delete(report.folder);
    }
  }

  /** Deletes the reports that nobody has looked at for some minutes. */
  synchronized void age() {
    Instant before = clock.instant().minus(KEPT);
    for (Iterator<Made> each = made.values().iterator(); each.hasNext(); ) {
      Made report = each.next();
      if (report.asked.isBefore(before)) {
        Workspaces.delete(report.folder);
        each.remove();
      }
    }
  }
}
