package io.patchwork.common.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Content to put, re-readable so that a request can be retried.
 *
 * @param sha256 hexadecimal digest of the bytes, stored in the object's metadata
 */
public record Upload(Payload payload, String mediaType, String sha256) {

  /** The source of the bytes. */
  public sealed interface Payload {}

  /** A file, which must not change during the put. */
  public record OfFile(Path path) implements Payload {}

  /** Bytes in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
  public record OfBytes(byte[] bytes) implements Payload {}

  public static Upload of(byte[] bytes, String mediaType, String sha256) {
    return new Upload(new OfBytes(bytes), mediaType, sha256);
  }

  public static Upload of(Path file, String mediaType, String sha256) {
    return new Upload(new OfFile(file), mediaType, sha256);
  }

  long length() throws IOException {
    return switch (payload) {
      case OfFile(Path path) -> Files.size(path);
      case OfBytes(byte[] bytes) -> bytes.length;
    };
  }
}
