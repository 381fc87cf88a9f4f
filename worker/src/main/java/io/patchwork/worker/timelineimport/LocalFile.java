package io.patchwork.worker.timelineimport;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.worker.artifact.ArtifactWriter;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file of this machine that was uploaded to the store.
 *
 * @param name file name
 */
public record LocalFile(String name, Sha256 sha256, Source.Stored source) {

  /**
   * Uploads a file to the store.
   *
   * @throws ImportFailed if it cannot be read
   */
  public static LocalFile put(Path file, ObjectStore store) throws ImportFailed {
    check(file, "file");
    try {
      Sha256 digest = ArtifactWriter.digest(file);
      String name = file.getFileName() == null ? "file" : file.getFileName().toString();
      ObjectKey key = StoreLayout.commandLineUpload(digest, extension(name));
      store.putIfAbsent(key, Upload.of(file, "application/octet-stream", digest.hex()));
      return new LocalFile(name, digest, new Source.Stored(store.uri(key)));
    } catch (IOException e) {
      throw ImportFailed.unreadable("The file " + file + " cannot be read", e);
    }
  }

  /** Refuses what is not there, not a file, or not readable, each in its own words. */
  static void check(Path file, String noun) throws ImportFailed {
    if (Files.isDirectory(file)) {
      throw new ImportFailed(
          FailureCode.SOURCE_NOT_FOUND, file + " is a folder; name the " + noun + " in it.");
    }
    if (!Files.exists(file)) {
      throw new ImportFailed(
          FailureCode.SOURCE_NOT_FOUND, "There is no " + noun + " " + file + "; check its name.");
    }
    if (!Files.isRegularFile(file)) {
      throw new ImportFailed(
          FailureCode.SOURCE_NOT_FOUND, file + " is not an ordinary file; name another one.");
    }
    if (!Files.isReadable(file)) {
      throw new ImportFailed(
          FailureCode.SOURCE_NOT_FOUND,
          "The " + noun + " " + file + " cannot be read; check its permissions.");
    }
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    return extension.matches("\\.[a-z0-9]{1,8}") ? extension : "";
  }

  /** The asset id of the file: its name, and a digest of its content. */
  public Id asset() {
    return AssetIds.ofFile(name, sha256);
  }
}
