package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.worker.sandboxedjvm.PictureReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * The main class of the training run whose loaded classes make the cache: reads samples as {@link
 * PictureMain} reads pictures, and ends in order, without which the JVM makes no cache.
 */
public final class TrainingRun {

  private static final List<String> SAMPLES =
      List.of("image/jpeg", "image/heic", "image/png", "image/webp");

  private TrainingRun() {}

  /**
   * Reads the samples in the working directory.
   *
   * @param none no arguments
   */
  public static void main(String[] none) throws IOException {
    Path sample = Path.of("sample");
    for (String mediaType : SAMPLES) {
      String name =
          "sample." + mediaType.substring(mediaType.indexOf('/') + 1).replace("jpeg", "jpg");
      try (InputStream bytes = TrainingRun.class.getResourceAsStream(name)) {
        Files.copy(Objects.requireNonNull(bytes), sample, StandardCopyOption.REPLACE_EXISTING);
      }
      PictureFile.read(sample, mediaType, PictureReader.NOTHING);
    }
  }
}
