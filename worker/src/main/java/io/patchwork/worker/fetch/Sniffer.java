package io.patchwork.worker.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.mime.MimeTypesFactory;
import org.jspecify.annotations.Nullable;

/**
 * Detects the media type of a file by its first bytes, with Tika's magic and that of {@code
 * magic.xml}; never by its name. Thread-safe.
 */
public final class Sniffer {

  /**
   * Loaded on another thread: the first caller may be a job that is being stopped, Tika gives up
   * when interrupted, and a class that failed to load stays failed.
   */
  private static final MimeTypes TYPES = CompletableFuture.supplyAsync(Magic::load).join();

  private static final String UNKNOWN = "application/octet-stream";

  /** Maximum offset in bytes at which an MP3 may begin. */
  private static final int MAX_MP3_OFFSET = 1 << 20;

  private static final int MIN_TEXT = 64;

  /** Minimum frequency of blanks in a text: one in this many bytes. */
  private static final int BLANKS = 20;

  private Sniffer() {}

  /** A class of its own, because loading the outer class waits for this. */
  private static final class Magic {
    static MimeTypes load() {
      try {
        return MimeTypesFactory.create(
            found(MimeTypes.class.getResource("tika-mimetypes.xml")),
            found(Magic.class.getResource("magic.xml")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (MimeTypeException e) {
        throw new IllegalStateException("magic.xml is not well formed", e);
      }
    }

    private static URL found(@Nullable URL resource) {
      return Objects.requireNonNull(resource, "a resource of the jar is missing");
    }
  }

  /** The media type of a file; {@code application/octet-stream} where it is unknown. */
  public static String mediaType(Path file) throws IOException {
    String mediaType;
    try (InputStream in =
        new BufferedInputStream(Files.newInputStream(file), TYPES.getMinLength())) {
      mediaType = TYPES.detect(in, new Metadata()).getBaseType().toString();
    }
    if (!mediaType.equals(UNKNOWN)) {
      return mediaType;
    }
    byte[] head = head(file);
    return Mp3Frames.areIn(head) ? "audio/mpeg" : isOldText(head) ? "text/plain" : UNKNOWN;
  }

  /** Whether this may be text in a single-byte encoding. */
  private static boolean isOldText(byte[] head) {
    int blanks = 0;
    for (byte b : head) {
      boolean isBlank = b == ' ' || b == '\n' || b == '\r' || b == '\t';
      if (!isBlank && b >= 0 && b < ' ') {
        return false;
      }
      blanks += isBlank ? 1 : 0;
    }
    return head.length >= MIN_TEXT && blanks * BLANKS > head.length;
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_MP3_OFFSET);
    }
  }
}
