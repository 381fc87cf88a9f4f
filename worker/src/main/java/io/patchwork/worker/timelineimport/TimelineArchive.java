package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.timeline.OtioJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A timeline as an editor exports it: an {@code .otio} file, or an {@code .otioz} archive that
 * holds its media. Only files that the timeline names are unpacked, under safe names. For one
 * thread.
 */
public final class TimelineArchive implements AutoCloseable {

  private static final String TOO_LARGE =
      "The timeline is larger than " + (OtioJson.MAX_BYTES >> 20) + " MiB";
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAGIC = 0x504b0304;

  private final Path file;
  private final @Nullable ZipFile zip;

  private TimelineArchive(Path file, @Nullable ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens an {@code .otio} or {@code .otioz} file.
   *
   * @throws ImportFailed if it is missing, damaged or too large
   */
  public static TimelineArchive open(Path file) throws ImportFailed, IOException {
    LocalFile.check(file, "timeline");
    try {
      ZipFile zip = isZip(file) ? new ZipFile(file.toFile()) : null;
      TimelineArchive archive = new TimelineArchive(file, zip);
      if (zip != null) {
        archive.check(zip);
      }
      return archive;
    } catch (java.util.zip.ZipException e) {
      throw new ImportFailed(
          FailureCode.INVALID_TIMELINE, "The archive " + file + " is damaged; export it again.");
    }
  }

  /** Which of two entries of one name is read depends on the program, and so who is credited. */
  private void check(ZipFile archive) throws ImportFailed, IOException {
    boolean isTooLarge = archive.size() > MAX_ENTRIES;
    if (isTooLarge || archive.stream().map(ZipEntry::getName).distinct().count() < archive.size()) {
      close();
      throw isTooLarge
          ? tooLarge("The archive " + file + " has more than " + MAX_ENTRIES + " entries")
          : new ImportFailed(
              FailureCode.INVALID_TIMELINE,
              "The archive " + file + " holds two files of one name; export it again.");
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(Integer.BYTES);
      return start.length == Integer.BYTES && java.nio.ByteBuffer.wrap(start).getInt() == MAGIC;
    }
  }

  private static ImportFailed tooLarge(String what) {
    return new ImportFailed(FailureCode.TOO_LARGE, what + "; render it in parts.");
  }

  /** The bytes of the timeline's document. */
  public byte[] document() throws ImportFailed, IOException {
    if (zip == null) {
      if (Files.size(file) > OtioJson.MAX_BYTES) {
        throw tooLarge(TOO_LARGE);
      }
      return Files.readAllBytes(file);
    }
    ZipEntry content = zip.getEntry("content.otio");
    if (content == null) {
      throw new ImportFailed(
          FailureCode.INVALID_TIMELINE,
          "The archive " + file + " holds no content.otio; export the timeline again.");
    }
    try (InputStream in = zip.getInputStream(content)) {
      byte[] document = in.readNBytes(OtioJson.MAX_BYTES + 1);
      if (document.length > OtioJson.MAX_BYTES) {
        throw tooLarge(TOO_LARGE);
      }
      return document;
    }
  }

  /** The name of a file in the archive, which may be composed otherwise; empty if it has none. */
  Optional<String> entry(String name) {
    if (zip == null) {
      return Optional.empty();
    }
    String plain = name.replaceFirst("^(?:\\./)+", "");
    for (String form :
        List.of(
            plain,
            Normalizer.normalize(plain, Normalizer.Form.NFC),
            Normalizer.normalize(plain, Normalizer.Form.NFD))) {
      ZipEntry entry = zip.getEntry(form);
      if (entry != null && !entry.isDirectory()) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** Whether it is an archive. */
  boolean isArchive() {
    return zip != null;
  }

  /**
   * Unpacks a file of the archive.
   *
   * @param name name in the archive
   * @param maxBytes largest size
   * @param into folder to unpack into
   * @throws ImportFailed if it is not in the archive, or too large
   */
  Path unpack(String name, long maxBytes, Path into) throws ImportFailed, IOException {
    ZipFile archive = java.util.Objects.requireNonNull(zip);
    ZipEntry entry = archive.getEntry(name);
    if (entry == null || entry.isDirectory()) {
      throw new ImportFailed(
          FailureCode.MISSING_MEDIA,
          "The timeline names " + name + ", which is not in the archive; relink the clip.");
    }
    String base = name.substring(name.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "-");
    Path folder = Files.createTempDirectory(into, "file");
    Path to = folder.resolve(base.isEmpty() || base.startsWith(".") ? "file" : base);
    try (InputStream in = archive.getInputStream(entry);
        OutputStream out = Files.newOutputStream(to)) {
      byte[] buffer = new byte[1 << 16];
      long remaining = maxBytes;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        remaining -= read;
        if (remaining < 0) {
          throw tooLarge(name + " in the archive is larger than PATCHWORK_MAX_SOURCE_SIZE allows");
        }
        out.write(buffer, 0, read);
      }
    }
    return to;
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
