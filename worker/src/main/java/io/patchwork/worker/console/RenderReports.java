package io.patchwork.worker.console;

import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
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

  /** Of all of them, unless the last one alone is larger. */
  private static final long MAX_BYTES = 4L << 30;

  private static final int PATIENCE_SECONDS = 60;

  /** Names of the files of a report: none leads out of its folder. */
  private static final Pattern FILES =
      Pattern.compile("report\\.html|stills\\.jpg|film\\.\\w{1,8}");

  private final Actions actions;
  private final InstantSource clock;
  private final ReentrantLock making = new ReentrantLock(true);

  /** Guarded by this object's monitor. */
  private final Map<RenderRevision, Made> made = new HashMap<>();

  private record Made(Path folder, long bytes, Instant asked) {}

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
    if (!FILES.matcher(name).matches() || (there == null && !name.equals(PAGE))) {
      throw noFile();
    }
    Path file = (there == null ? made(of) : there).resolve(name);
    try {
      return new ReportFile(file, name, Files.size(file));
    } catch (NoSuchFileException e) {
      throw noFile();
    }
  }

  private static Problem noFile() {
    return Problem.notFound("The report has no file of this name now; load its page again.");
  }

  /** The folder of a report that is made now, by this request or the one before it. */
  private Path made(RenderRevision of) throws Problem, Failure, IOException, InterruptedException {
    if (!making.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw Problem.unavailable("Other reports are being made; try again in a minute.");
    }
    try {
      @Nullable Path there = folder(of);
      if (there != null) {
        return there;
      }
      Path folder = actions.report(of);
      keep(of, folder, bytes(folder));
      return folder;
    } finally {
      making.unlock();
    }
  }

  private synchronized @Nullable Path folder(RenderRevision of) {
    Made report = made.get(of);
    if (report == null) {
      return null;
    }
    made.put(of, new Made(report.folder, report.bytes, clock.instant()));
    return report.folder;
  }

  private synchronized void keep(RenderRevision of, Path folder, long bytes) {
    made.put(of, new Made(folder, bytes, clock.instant()));
    while (made.size() > MOST || (made.size() > 1 && bytes() > MAX_BYTES)) {
      made.entrySet().stream()
          .filter(each -> !each.getKey().equals(of))
          .min(Map.Entry.comparingByValue(Comparator.comparing(Made::asked)))
          .ifPresent(oldest -> drop(oldest.getKey()));
    }
  }

  /** Size of what lies in a folder, which is deleted if that cannot be told. */
  private static long bytes(Path folder) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        sum += Files.size(file);
      }
      return sum;
    } catch (IOException | DirectoryIteratorException e) {
      Workspaces.delete(folder);
      throw e;
    }
  }

  private synchronized long bytes() {
    return made.values().stream().mapToLong(Made::bytes).sum();
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
