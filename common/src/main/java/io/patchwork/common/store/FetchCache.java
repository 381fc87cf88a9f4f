package io.patchwork.common.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cache of fetched content by digest, in a directory of bounded size: the least recently used
 * file is evicted first, pinned files stay. It can be deleted at any time that no worker runs.
 * Thread-safe.
 */
public final class FetchCache {

  private static final int BUFFER = 1 << 17;

  private final Path directory;
  private final long maxBytes;
  private final InstantSource clock;
  private final Map<String, Integer> pins = new HashMap<>();

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /** The origin of content. */
  public interface Origin {
    InputStream open() throws IOException;
  }

  /**
   * A fetched file, pinned until closed.
   *
   * @param sha256 hexadecimal digest of its bytes
   * @param wasThere whether nothing was read from its origin
   */
  public record Fetched(Path file, String sha256, long bytes, boolean wasThere, Runnable release)
      implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  /** The fetched content does not have the expected digest. */
  public static final class WrongContent extends RuntimeException {
    WrongContent(String expected, String actual) {
      super("expected content " + expected + ", got " + actual);
    }
  }

  /** Reading from the origin failed; the directory is fine. */
  public static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1;

    BrokenOff(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** The content is larger than allowed. */
  public static final class TooManyBytes extends RuntimeException {
    TooManyBytes(long limit) {
      super("more than " + limit + " bytes");
    }
  }

  public FetchCache(Path directory, long maxBytes, InstantSource clock) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /**
   * The content of a digest, from the cache or its origin.
   *
   * @param sha256 expected digest of the content, or null where it is not known
   * @param limit maximum size in bytes
   * @throws WrongContent if the origin has other content
   * @throws TooManyBytes if the content is larger
   * @throws BrokenOff if the origin cannot be read to its end
   * @throws IOException if the directory cannot be used
   */
  public Fetched fetch(@Nullable String sha256, Origin origin, long limit) throws IOException {
    if (sha256 != null) {
      Path kept = directory.resolve(sha256);
      pin(sha256);
      if (Files.exists(kept)) {
        Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
        hits.increment();
        return pinned(kept, sha256, true);
      }
      unpin(sha256);
    }
    Path arriving = Files.createTempFile(directory, "arriving", null);
    try {
      String actual = copy(origin, arriving, limit);
      if (sha256 != null && !sha256.equals(actual)) {
        throw new WrongContent(sha256, actual);
      }
      pin(actual);
      Path kept = directory.resolve(actual);
      Files.move(arriving, kept, StandardCopyOption.ATOMIC_MOVE);
      evict(maxBytes);
      misses.increment();
      return pinned(kept, actual, false);
    } finally {
      Files.deleteIfExists(arriving);
    }
  }

  /** How often a file was there. */
  public long hits() {
    return hits.sum();
  }

  /** How often a file had to be fetched. */
  public long misses() {
    return misses.sum();
  }

  /** Bytes that can be written to its disk. */
  public long free() {
    return directory.toFile().getUsableSpace();
  }

  private Fetched pinned(Path kept, String sha256, boolean wasThere) throws IOException {
    return new Fetched(kept, sha256, Files.size(kept), wasThere, () -> unpin(sha256));
  }

  private static String copy(Origin origin, Path to, long limit) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = origin.open();
        OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
      byte[] buffer = new byte[BUFFER];
      long total = 0;
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        total += n;
        if (total > limit) {
          throw new TooManyBytes(limit);
        }
        out.write(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static int read(InputStream origin, byte[] buffer) throws BrokenOff {
    try {
      return origin.read(buffer);
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private synchronized void pin(String sha256) {
    pins.merge(sha256, 1, Integer::sum);
  }

  private synchronized void unpin(String sha256) {
    pins.computeIfPresent(sha256, (key, count) -> count == 1 ? null : count - 1);
  }

  private record Entry(Path file, long bytes, Instant used) {}

  /** Evicts what nobody has pinned until its disk has so many bytes free, if that is possible. */
  public void makeRoom(long bytes) throws IOException {
    long missing = bytes - free();
    if (missing > 0) {
      evict(Math.max(0, size() - missing));
    }
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.flatMap(file -> entry(file).stream()).mapToLong(Entry::bytes).sum();
    }
  }

  private synchronized void evict(long most) throws IOException {
    List<Entry> entries;
    try (Stream<Path> files = Files.list(directory)) {
      entries = files.flatMap(file -> entry(file).stream()).toList();
    }
    long total = entries.stream().mapToLong(Entry::bytes).sum();
    for (Entry entry : entries.stream().sorted(Comparator.comparing(Entry::used)).toList()) {
      if (total <= most) {
        return;
      }
      if (!pins.containsKey(entry.file.getFileName().toString())) {
        Files.deleteIfExists(entry.file);
        total -= entry.bytes;
      }
    }
  }

  /** Deletes the files of some contents, except those that are in use. */
  public synchronized void drop(Collection<String> contents) throws IOException {
    for (String sha256 : contents) {
      if (!pins.containsKey(sha256)) {
        Files.deleteIfExists(directory.resolve(sha256));
      }
    }
  }

  private static java.util.Optional<Entry> entry(Path file) {
    try {
      return file.getFileName().toString().startsWith("arriving")
          ? java.util.Optional.empty()
          : java.util.Optional.of(
              new Entry(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
    } catch (IOException gone) {
      return java.util.Optional.empty();
    }
  }
}
