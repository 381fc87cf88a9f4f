package io.patchwork.worker.fetch;

import io.patchwork.common.text.TextEncoding;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.mime.MimeTypesFactory;
import org.jspecify.annotations.Nullable;

/**
 * Detects the media type of a file by its first bytes, with Tika's magic and that of {@code
 * magic.xml}; what stands behind tags is what counts. Thread-safe.
 */
public final class Sniffer {

  /**
   * Loaded on another thread: the first caller may be a job that is being stopped, Tika gives up
   * when interrupted, and a class that failed to load stays failed.
   */
  private static final MimeTypes TYPES = CompletableFuture.supplyAsync(Magic::load).join();

  private static final String UNKNOWN = "application/octet-stream";

  private static final String JPEG = "image/jpeg";
  static final String MINIMISED_HEIF = "image/x-heif-mini";
  static final String MOTION_JPEG = "video/x-motion-jpeg";

  /** A sound of which there are tags alone. */
  static final String TAGS = "audio/x-tags";

  private static final String MP3 = "audio/mpeg";
  private static final String TEXT = "text/plain";

  /** Maximum offset in bytes at which frames without a container may begin. */
  private static final int MAX_OFFSET = 1 << 20;

  /** Length in bytes from which a text in a legacy encoding needs no name. */
  private static final int MIN_TEXT = 64;

  private static final Pattern TEXT_NAME =
      Pattern.compile("\\.(txt|text|srt|vtt|md|markdown)$", Pattern.CASE_INSENSITIVE);

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

  /**
   * What a file is.
   *
   * @param mediaType {@code application/octet-stream} where it is unknown
   * @param start offset in bytes where FFmpeg has to begin to read: behind tags that the demuxer
   *     does not know, or half a frame
   */
  public record Sniffed(String mediaType, long start) {}

  /**
   * Tells what a file is.
   *
   * @param name the name that it was uploaded under; a witness only for short texts
   */
  public static Sniffed of(Path file, String name) throws IOException {
    LeadingTags tags = LeadingTags.of(file);
    if (tags.bytes() == 0) {
      Sniffed sniffed = at(file, 0, name);
      boolean isCut = tags.isCutShort() || LeadingTags.areAll(file, 0);
      return isCut && sniffed.mediaType.equals(UNKNOWN) ? new Sniffed(TAGS, 0) : sniffed;
    }
    long start = tags.bytes();
    if (LeadingTags.areAll(file, start)) {
      return new Sniffed(TAGS, 0);
    }
    Sniffed behind = at(file, start, "");
    if (behind.mediaType.equals(UNKNOWN)) {
      // Padding that the tag does not count.
      int zeros = zeros(head(file, start, MAX_OFFSET));
      start += zeros;
      if (LeadingTags.areAll(file, start)) {
        return new Sniffed(TAGS, 0);
      }
      behind = zeros == 0 ? behind : at(file, start, "");
    }
    Optional<Demuxer> demuxer = Demuxer.forMediaType(behind.mediaType);
    if (demuxer.isEmpty()) {
      // Named in the refusal where it is sound; no text or document begins with a tag.
      return new Sniffed(behind.mediaType.startsWith("audio/") ? behind.mediaType : UNKNOWN, 0);
    }
    boolean isSkipped =
        demuxer.get().skipsId3() && tags.isId3Only() && start == tags.bytes() && behind.start == 0;
    return new Sniffed(behind.mediaType, isSkipped ? 0 : start + behind.start);
  }

  private static Sniffed at(Path file, long from, String name) throws IOException {
    String magic = magic(file, from);
    if (magic.equals(JPEG) && from == 0 && JpegFrames.in(file)) {
      return new Sniffed(MOTION_JPEG, 0);
    }
    if (magic.equals(SandboxedJvm.TIFF) && from == 0) {
      return new Sniffed(RawPhoto.in(file).map(RawPhoto::mediaType).orElse(magic), 0);
    }
    if (!magic.equals(UNKNOWN) && !magic.equals(MP3) && !magic.equals(TEXT)) {
      return new Sniffed(magic, 0);
    }
    byte[] head = head(file, from, MAX_OFFSET);
    if (!magic.equals(TEXT)) {
      if (new Mp3Frames().in(head).isPresent()) {
        return new Sniffed(MP3, 0);
      }
      OptionalInt adts = new AdtsFrames().in(head);
      if (adts.isPresent()) {
        return new Sniffed("audio/aac", adts.getAsInt());
      }
    }
    boolean isWhole = head.length < MAX_OFFSET;
    return new Sniffed(isText(head, isWhole, name) ? TEXT : UNKNOWN, 0);
  }

  private static String magic(Path file, long from) throws IOException {
    byte[] head = head(file, from, TYPES.getMinLength());
    return TYPES.detect(new ByteArrayInputStream(head), new Metadata()).getBaseType().toString();
  }

  /** Whether this is a text in any encoding; a short or an ambiguous one needs the name of one. */
  private static boolean isText(byte[] head, boolean isWhole, String name) {
    return TextEncoding.of(head, isWhole)
        .filter(encoding ->
            encoding.charset().equals(StandardCharsets.UTF_8)
                || TEXT_NAME.matcher(name).find()
                || (head.length >= MIN_TEXT && encoding.rival().isEmpty()))
        .isPresent();
  }

  private static int zeros(byte[] head) {
    int zeros = 0;
    while (zeros < head.length && head[zeros] == 0) {
      zeros++;
    }
    return zeros;
  }

  private static byte[] head(Path file, long from, int length) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      return in.readNBytes(length);
    }
  }
}
