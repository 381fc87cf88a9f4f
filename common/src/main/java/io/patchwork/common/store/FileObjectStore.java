package io.patchwork.common.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files below a directory, for one machine. An object appears by a hard link or a rename
 * of a finished temporary file, so it is whole or absent; compare-and-set holds a file lock, so
 * several processes may share the directory. Keys that leave the directory through symbolic links
 * are refused. Thread-safe.
 *
 * <p>Digests are cached in {@code .patchwork/digests}, bound to the file's identity, size and
 * modification time; files added by hand are digested on first use.
 */
public final class FileObjectStore implements ObjectStore {

  private static final String OWN = ".patchwork";
  private static final int BUFFER = 1 << 16;

  /** Digest of no bytes, which needs no note. */
  private static final String NO_BYTES = hex(sha256().digest());

  private final Path root;
  private final Path temporary;
  private final Path digests;
  private final Path lock;
  private final Object monitor = new Object();

  /**
   * Opens or creates the directory.
   *
   * @throws StoreUnavailable if it cannot be created or written
   */
  public FileObjectStore(Path directory) {
    try {
      Files.createDirectories(directory);
      this.root = directory.toRealPath();
      this.temporary = Files.createDirectories(root.resolve(OWN).resolve("tmp"));
      this.digests = Files.createDirectories(root.resolve(OWN).resolve("digests"));
      this.lock = root.resolve(OWN).resolve("lock");
    } catch (IOException e) {
      throw unavailable("The store directory " + directory + " cannot be used", e);
    }
  }

  @Override
  public URI uri(ObjectKey key) {
    return URI.create("file://" + root.resolve(key.value()).toUri().getRawPath());
  }

  @Override
  public Optional<ObjectKey> keyOf(URI uri) {
    if (!"file".equalsIgnoreCase(uri.getScheme()) || uri.getPath() == null) {
      return Optional.empty();
    }
    Path path = Path.of(uri.getPath()).normalize();
    if (!path.startsWith(root) || path.equals(root) || path.startsWith(root.resolve(OWN))) {
      return Optional.empty();
    }
    return Optional.of(new ObjectKey(root.relativize(path).toString()));
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    try {
      Path path = existing(key);
      return path == null ? Optional.empty() : Optional.of(describe(key, path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable("Object " + key + " cannot be looked at", e);
    }
  }

  @Override
  public InputStream open(ObjectKey key, long from, @Nullable String etag) {
    try {
      Path path = existing(key);
      if (path == null) {
        throw new ObjectMissing(key);
      }
      if (etag != null && !describe(key, path).etag().equals(etag)) {
        throw new ObjectChanged(key);
      }
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      channel.position(from);
      return Channels.newInputStream(channel);
    } catch (NoSuchFileException e) {
      throw new ObjectMissing(key);
    } catch (IOException e) {
      throw unavailable("Object " + key + " cannot be read", e);
    }
  }

  @Override
  public Optional<Content> read(ObjectKey key, int maxBytes) {
    try {
      Path path = existing(key);
      if (path == null) {
        return Optional.empty();
      }
      if (Files.size(path) > maxBytes) {
        throw new StoreUnavailable("Object " + key + " is larger than " + maxBytes + " B", null);
      }
      byte[] bytes = Files.readAllBytes(path);
      String sha256 = hex(sha256().digest(bytes));
      return Optional.of(
          new Content(
              new StoredObject(
                  key,
                  bytes.length,
                  sha256,
                  sha256,
                  Files.getLastModifiedTime(path).toInstant(),
                  Map.of()),
              bytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable("Object " + key + " cannot be read", e);
    }
  }

  @Override
  public Put putIfAbsent(ObjectKey key, Upload upload) {
    Path target = path(key);
    try {
      Path written = write(upload);
      try {
        Files.createDirectories(target.getParent());
        existing(key);
        Files.createLink(target, written);
        remember(target, upload.sha256());
        return new Put(true, describe(key, target));
      } catch (FileAlreadyExistsException e) {
        return new Put(false, describe(key, target));
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw unavailable("Object " + key + " cannot be put", e);
    }
  }

  @Override
  public Optional<StoredObject> replace(ObjectKey key, String etag, Upload upload) {
    try {
      Path written = write(upload);
      try {
        return locked(() -> {
          Path target = existing(key);
          if (target == null || !describe(key, target).etag().equals(etag)) {
            return Optional.empty();
          }
          Files.move(
              written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          remember(target, upload.sha256());
          return Optional.of(describe(key, target));
        });
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw unavailable("Object " + key + " cannot be replaced", e);
    }
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    int slash = prefix.lastIndexOf('/');
    Path start = slash < 0 ? root : root.resolve(prefix.substring(0, slash)).normalize();
    if (!start.startsWith(root) || !Files.isDirectory(start)) {
      return Stream.empty();
    }
    Listing listing = new Listing(prefix);
    try {
      Files.walkFileTree(start, listing);
    } catch (IOException e) {
      throw unavailable("Objects under " + prefix + " cannot be listed", e);
    }
    return listing.found.stream().sorted(Comparator.comparing(StoredObject::key));
  }

  /** Collects what a prefix has. What another process deletes meanwhile is left out. */
  private final class Listing extends SimpleFileVisitor<Path> {

    private final String prefix;
    private final List<StoredObject> found = new ArrayList<>();

    Listing(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.equals(root.resolve(OWN))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes own) throws IOException {
      if (own.isSymbolicLink()) {
        try {
          add(file, Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
          return FileVisitResult.CONTINUE;
        }
      } else {
        add(file, own);
      }
      return FileVisitResult.CONTINUE;
    }

    private void add(Path file, BasicFileAttributes attributes) {
      ObjectKey key = new ObjectKey(root.relativize(file).toString());
      if (attributes.isRegularFile() && key.value().startsWith(prefix)) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        found.add(new StoredObject(key, attributes.size(), "", null, modified, Map.of()));
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  @Override
  public void delete(ObjectKey key) {
    try {
      Path path = existing(key);
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw unavailable("Object " + key + " cannot be deleted", e);
    }
  }

  @Override
  public boolean erase(ObjectKey key) {
    delete(key);
    return true;
  }

  @Override
  public void check() {
    try {
      Files.delete(Files.createTempFile(temporary, "check", null));
    } catch (IOException e) {
      throw unavailable("The store directory " + root + " cannot be written", e);
    }
  }

  @Override
  public void close() {}

  private Path path(ObjectKey key) {
    Path path = root.resolve(key.value()).normalize();
    if (!path.startsWith(root) || path.startsWith(root.resolve(OWN))) {
      throw new IllegalArgumentException("key " + key + " leaves the store");
    }
    return path;
  }

  /** The file of a key, if it exists; a link that leads out of the store does not count. */
  private @Nullable Path existing(ObjectKey key) throws IOException {
    Path path = path(key);
    if (!Files.isRegularFile(path)) {
      return null;
    }
    if (!path.toRealPath().startsWith(root)) {
      throw new IOException("key " + key + " leaves the store through a symbolic link");
    }
    return path;
  }

  private StoredObject describe(ObjectKey key, Path path) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    if (file.size() == 0) {
      return new StoredObject(
          key, 0, NO_BYTES, NO_BYTES, file.lastModifiedTime().toInstant(), Map.of());
    }
    Path note = digests.resolve(identity(file));
    String sha256;
    if (Files.exists(note)) {
      sha256 = Files.readString(note);
    } else {
      sha256 = digest(path);
      remember(path, sha256);
    }
    return new StoredObject(
        key, file.size(), sha256, sha256, file.lastModifiedTime().toInstant(), Map.of());
  }

  private void remember(Path path, String sha256) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    if (file.size() == 0) {
      return;
    }
    Path note = Files.createTempFile(temporary, "digest", null);
    Files.writeString(note, sha256);
    // Atomically: a note that exists must be complete.
    Files.move(note, digests.resolve(identity(file)), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String identity(BasicFileAttributes file) {
    String text = file.fileKey() + " " + file.size() + " " + file.lastModifiedTime().toInstant();
    return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8))).substring(0, 32);
  }

  private static String digest(Path path) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return hex(digest.digest());
  }

  private Path write(Upload upload) throws IOException {
    Path file = Files.createTempFile(temporary, "put", null);
    try {
      switch (upload.payload()) {
        case Upload.OfFile(Path source) ->
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
        case Upload.OfBytes(byte[] bytes) -> Files.write(file, bytes);
      }
      // A file of no bytes has none to be lost.
      if (Files.size(file) > 0) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  /** Excludes other processes by the file lock, other threads by the monitor. */
  private <T> T locked(Action<T> action) throws IOException {
    synchronized (monitor) {
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        assert held.isValid();
        return action.run();
      }
    }
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static StoreUnavailable unavailable(String what, IOException cause) {
    return new StoreUnavailable(what + ": " + cause.getMessage(), cause);
  }
}
