package io.patchwork.worker.production;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.reader.Reader;
import java.nio.file.Path;

/**
 * Where outputs of a pass are worked on.
 *
 * @param folder of the job: {@code out} in it holds the outputs, where further passes may read them
 *     through {@code in}
 */
public record Bench(Path folder, FFmpeg ffmpeg, Once reading, Shelf shelf) {

  /** The document, read when somebody first wants it. */
  public interface Once {
    Reader.Reading get() throws Failure, InterruptedException;
  }

  /**
   * The text and pages of the document that the source is.
   *
   * @throws Failure.BadMedia if it cannot be read
   */
  public Reader.Reading read() throws Failure, InterruptedException {
    return reading.get();
  }

  /** An output. */
  public Path out(String file) {
    return folder.resolve("out").resolve(file);
  }

  /** Runs a pass over outputs that were made before. */
  public void run(Pass pass) throws Failure, InterruptedException {
    ffmpeg.run(pass, folder, progress -> {});
  }
}
