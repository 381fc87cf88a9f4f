package io.patchwork.worker.cli;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches a folder and its subfolders: takes each file once it has not been written to for a while,
 * and again after another write. Hidden files are skipped, as those that are still being copied
 * often are. For one thread.
 */
final class WatchedFolder implements AutoCloseable {

  private final Path folder;
  private final Duration quietTime;
  private final WatchService watch;
  private final Map<WatchKey, Path> watched = new HashMap<>();

  /** Time of the last write of each file that was not taken since. */
  private final Map<Path, Long> lastWrites = new HashMap<>();

  /**
   * Starts watching; files that are in the folder count as just written.
   *
   * @param quietTime how long a file must not have been written to
   */
  WatchedFolder(Path folder, Duration quietTime) throws IOException {
    this.folder = folder;
    this.quietTime = quietTime;
    this.watch = folder.getFileSystem().newWatchService();
    register(folder);
  }

  /** Watches a folder's subfolders, and notes the files in them. */
  private void register(Path below) throws IOException {
    Files.walkFileTree(
        below,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes attributes)
              throws IOException {
            if (isHidden(found)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            watched.put(
                found.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY),
                found);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path found, BasicFileAttributes attributes) {
            note(found);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path gone, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private boolean isHidden(Path file) {
    return !file.equals(folder) && String.valueOf(file.getFileName()).startsWith(".");
  }

  private void note(Path file) {
    if (!isHidden(file) && Files.isRegularFile(file)) {
      lastWrites.put(file, System.nanoTime());
    }
  }

  /**
   * Waits for files that are not written to any more.
   *
   * @return one or more, in order of their names; none once this is closed
   */
  List<Path> take() throws InterruptedException, IOException {
    try {
      while (true) {
        List<Path> quiet = takeQuiet();
        if (!quiet.isEmpty()) {
          return quiet;
        }
        @Nullable WatchKey key =
            lastWrites.isEmpty() ? watch.take() : watch.poll(untilNext(), TimeUnit.NANOSECONDS);
        if (key != null) {
          handle(key);
        }
      }
    } catch (ClosedWatchServiceException closed) {
      return List.of();
    }
  }

  private List<Path> takeQuiet() {
    List<Path> quiet = new ArrayList<>();
    long now = System.nanoTime();
    for (Iterator<Map.Entry<Path, Long>> each = lastWrites.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<Path, Long> entry = each.next();
      if (now - entry.getValue() >= quietTime.toNanos()) {
        each.remove();
        if (Files.isRegularFile(entry.getKey())) {
          quiet.add(entry.getKey());
        }
      }
    }
    quiet.sort(null);
    return quiet;
  }

  private long untilNext() {
    long now = System.nanoTime();
    long oldest = lastWrites.values().stream().mapToLong(written -> now - written).max().orElse(0);
    return Math.max(1, quietTime.toNanos() - oldest);
  }

  private void handle(WatchKey key) throws IOException {
    Path where = watched.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind().equals(StandardWatchEventKinds.OVERFLOW) || where == null) {
        register(folder);
      } else if (event.context() instanceof Path name) {
        Path file = where.resolve(name);
        if (Files.isDirectory(file)) {
          register(file);
        } else {
          note(file);
        }
      }
    }
    if (!key.reset()) {
      watched.remove(key);
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
