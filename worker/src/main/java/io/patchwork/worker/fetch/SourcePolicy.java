package io.patchwork.worker.fetch;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Source;
import io.patchwork.worker.failure.Failure.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The locations that sources may be read from: the uploads and timelines of our own store, and the
 * folders and bucket prefixes that the operator allows. Nothing is ever fetched by HTTP. Immutable.
 */
public final class SourcePolicy {

  /** A location that may be read. */
  public sealed interface Location {}

  /** An object in an allowed store. */
  public record InStore(ObjectStore store, ObjectKey key) implements Location {}

  /** A file in an allowed folder, with links resolved. */
  public record OnDisk(Path file) implements Location {}

  private final ObjectStore own;
  private final List<String> ownPrefixes;
  private final List<Path> folders;
  private final Map<URI, ObjectStore> buckets;

  /**
   * A policy.
   *
   * @param ownPrefixes allowed key prefixes in our own store
   * @param folders allowed folders
   * @param buckets allowed buckets or bucket prefixes, with a store for each
   */
  public SourcePolicy(
      ObjectStore own,
      List<String> ownPrefixes,
      List<Path> folders,
      Map<URI, ObjectStore> buckets) {
    this.own = own;
    this.ownPrefixes = List.copyOf(ownPrefixes);
    this.folders = List.copyOf(folders);
    this.buckets = Map.copyOf(buckets);
  }

  /**
   * The location of a source.
   *
   * @throws Refused if it may not be read
   */
  public Location locate(Source.Stored source) throws Refused {
    URI uri = source.uri();
    Optional<ObjectKey> key = keyIn(own, uri);
    if (key.isPresent() && ownPrefixes.stream().anyMatch(key.get().value()::startsWith)) {
      return new InStore(own, key.get());
    }
    for (ObjectStore bucket : buckets.values()) {
      Optional<ObjectKey> objectKey = keyIn(bucket, uri);
      if (objectKey.isPresent()) {
        return new InStore(bucket, objectKey.get());
      }
    }
    if ("file".equalsIgnoreCase(uri.getScheme())) {
      Optional<Path> file = allowedFile(Path.of(uri.getPath()));
      if (file.isPresent()) {
        return new OnDisk(file.get());
      }
    }
    throw new Refused(
        FailureCode.SOURCE_NOT_ALLOWED,
        "The source "
            + source
            + " is outside the locations this cluster may read; upload the file, or ask the operators to"
            + " add its location to PATCHWORK_SOURCES.");
  }

  private static Optional<ObjectKey> keyIn(ObjectStore store, URI uri) {
    try {
      return store.keyOf(uri);
    } catch (IllegalArgumentException notAKey) {
      return Optional.empty();
    }
  }

  private Optional<Path> allowedFile(Path file) {
    try {
      Path real = file.toRealPath();
      // No pipes or devices, which may never end.
      return Files.isRegularFile(real) && folders.stream().anyMatch(real::startsWith)
          ? Optional.of(real)
          : Optional.empty();
    } catch (IOException missing) {
      return folders.stream().anyMatch(file.normalize()::startsWith)
          ? Optional.of(file.normalize())
          : Optional.empty();
    }
  }
}
