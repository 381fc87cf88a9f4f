package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.FailureCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The media files that a timeline names, on disk or in its archive.
 *
 * @param base folder that relative names start from
 * @param unpacked folder for files from the archive
 */
record NamedFiles(TimelineArchive archive, Path base, AllowedFiles allowed, Path unpacked) {

  /** Whether a URL names a missing file. */
  boolean isMissing(String url) throws ImportFailed {
    if (isObject(url)) {
      return false;
    }
    return isInArchive(url) ? !archive.has(decoded(url)) : !Files.isRegularFile(path(url));
  }

  /** Whether a URL names an S3 object. */
  static boolean isObject(String url) {
    return url.startsWith("s3://");
  }

  /**
   * The file that a URL names, unpacked from the archive where it is in one.
   *
   * @throws ImportFailed if it is missing or not allowed
   */
  Path file(String url) throws ImportFailed {
    if (isInArchive(url)) {
      return unpack(url);
    }
    Path file = path(url);
    if (!Files.isRegularFile(file)) {
      throw new ImportFailed(
          FailureCode.MISSING_MEDIA,
          "The timeline names "
              + url
              + ", and there is no file "
              + file
              + "; relink the clip or put the file there.");
    }
    check(url, file);
    return file;
  }

  private boolean isInArchive(String url) {
    return archive.isArchive() && !url.startsWith("file:");
  }

  private Path unpack(String url) throws ImportFailed {
    try {
      return archive.unpack(decoded(url), allowed.maxBytes(), unpacked);
    } catch (IllegalArgumentException e) {
      throw new ImportFailed(
          FailureCode.MISSING_MEDIA, "The timeline names \"" + url + "\"; relink the clip.");
    } catch (IOException e) {
      throw ImportFailed.unreadable(url + " cannot be unpacked", e);
    }
  }

  private void check(String url, Path file) throws ImportFailed {
    try {
      if (!allowed.isAllowed(file.toRealPath())) {
        throw new ImportFailed(
            FailureCode.SOURCE_NOT_ALLOWED,
            "The timeline names the file "
                + url
                + ", which is in no folder of PATCHWORK_SOURCES;"
                + " ingest it and name it as asset:ID, or allow its folder.");
      }
    } catch (IOException e) {
      throw ImportFailed.unreadable("The file " + file + " cannot be read", e);
    }
  }

  private static String decoded(String url) {
    return url.contains("%")
        ? URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8)
        : url;
  }

  private Path path(String url) throws ImportFailed {
    try {
      if (url.startsWith("file:")) {
        String path = URI.create(url).getPath();
        if (path == null) {
          throw new IllegalArgumentException(url);
        }
        return Path.of(path);
      }
      return base.resolve(decoded(url)).normalize();
    } catch (IllegalArgumentException e) {
      throw ImportFailed.unusable(url);
    }
  }
}
