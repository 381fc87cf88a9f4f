package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.FailureCode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The media files that a timeline names, on disk or in its archive. For one thread.
 *
 * @param base folder that relative names start from, absolute
 * @param unpacked folder for files from the archive
 * @param names finds files under names that are composed otherwise
 */
record NamedFiles(
    TimelineArchive archive, Path base, AllowedFiles allowed, Path unpacked, FileNames names) {

  /** Whether a URL names an S3 object. */
  static boolean isObject(String url) {
    return url.startsWith("s3://");
  }

  /** Where the file is that a URL names: the first of its readings that exists. */
  FileLocation locate(String url) {
    boolean isInArchive = archive.isArchive() && !UrlReading.isFileUrl(url);
    for (UrlReading reading : UrlReading.of(url)) {
      Optional<FileLocation> found =
          isInArchive
              ? archive.entry(reading.path()).map(FileLocation.InArchive::new)
              : onDisk(reading.path()).map(FileLocation.Named::new);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new FileLocation.Missing(java.util.List.of());
  }

  private Optional<Path> onDisk(String path) {
    try {
      return names.find(base.resolve(path).normalize());
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  /**
   * The file of a reference, unpacked from the archive where it is in one.
   *
   * @param url what the reference says
   * @throws ImportFailed if it is not allowed
   */
  Path take(String url, FileLocation location) throws ImportFailed {
    return switch (location) {
      case FileLocation.Named(Path file) -> allowed(url, file);
      case FileLocation.FoundByName(Path file) -> allowed(url, file);
      case FileLocation.InArchive(String entry) -> unpack(entry);
      case FileLocation.Missing _ -> throw new IllegalArgumentException("no file of " + url);
    };
  }

  private Path unpack(String entry) throws ImportFailed {
    try {
      return archive.unpack(entry, allowed.maxBytes(), unpacked);
    } catch (IOException e) {
      throw ImportFailed.unreadable(entry + " cannot be unpacked", e);
    }
  }

  private Path allowed(String url, Path file) throws ImportFailed {
    try {
      if (!allowed.isAllowed(file.toRealPath())) {
        throw new ImportFailed(
            FailureCode.SOURCE_NOT_ALLOWED,
            "The timeline names the file "
                + url
                + ", which is in no folder of PATCHWORK_SOURCES;"
                + " ingest it and name it as asset:ID, or allow its folder.");
      }
      return file;
    } catch (IOException e) {
      throw ImportFailed.unreadable("The file " + file + " cannot be read", e);
    }
  }
}
