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
 * A folder and all below it, into which people put files: each is handed over once nobody has
 * written to it for a while, again when it was written to again. Hidden files are left alone, as
 * those that are still being copied often are. For one thread.
 */
final class WatchedFolder implements AutoCloseable {

  private final Path folder;
  private final Duration rest;
  private final WatchService watch;
  private final Map<WatchKey, Path> watched = new HashMap<>();

  /** When each file was written to last, of those that were not handed over since. */
  private final Map<Path, Long> fresh = new HashMap<>();

  /**
   * Watches a folder; what is in it already counts as just written.
   *
   * @param rest for how long nobody may have written to a file
   */
  WatchedFolder(Path folder, Duration rest) throws IOException {
    this.folder = folder;
    this.rest = rest;
    this.watch = folder.getFileSystem().newWatchService();
    look(folder);
  }

  /** Watches what is below a folder, and notes the files in it. */
  private void look(Path below) throws IOException {
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
      fresh.put(file, System.nanoTime());
    }
  }

  /**
   * Waits for files that nobody writes to any more.
   *
   * @return one or more, in order of their names; none once this is closed
   */
  List<Path> take() throws InterruptedException, IOException {
    try {
      while (true) {
        List<Path> settled = settled();
        if (!settled.isEmpty()) {
          return settled;
        }
        @Nullable WatchKey key =
            fresh.isEmpty() ? watch.take() : watch.poll(untilNext(), TimeUnit.NANOSECONDS);
        if (key != null) {
          hear(key);
        }
      }
    } catch (ClosedWatchServiceException closed) {
      return List.of();
    }
  }

  private List<Path> settled() {
    List<Path> settled = new ArrayList<>();
    long now = System.nanoTime();
    for (Iterator<Map.Entry<Path, Long>> each = fresh.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<Path, Long> entry = each.next();
      if (now - entry.getValue() >= rest.toNanos()) {
        each.remove();
        if (Files.isRegularFile(entry.getKey())) {
          settled.add(entry.getKey());
        }
      }
    }
    settled.sort(null);
    return settled;
  }

  private long untilNext() {
    long now = System.nanoTime();
    long oldest = fresh.values().stream().mapToLong(written -> now - written).max().orElse(0);
    return Math.max(1, rest.toNanos() - oldest);
  }

  private void hear(WatchKey key) throws IOException {
    Path where = watched.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind().equals(StandardWatchEventKinds.OVERFLOW) || where == null) {
        look(folder);
      } else if (event.context() instanceof Path name) {
        Path file = where.resolve(name);
        if (Files.isDirectory(file)) {
          look(file);
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
