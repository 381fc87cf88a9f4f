package io.patchwork.worker.production;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Pass;
import java.nio.file.Path;

/**
 * Where outputs of a pass are worked on.
 *
 * @param folder of the job: {@code out} in it holds the outputs, where further passes may read them
 *     through {@code in}
 */
public record Bench(Path folder, FFmpeg ffmpeg, Shelf shelf) {

  /** An output. */
  public Path out(String file) {
    return folder.resolve("out").resolve(file);
  }

  /** Runs a pass over outputs that were made before. */
  public void run(Pass pass) throws Failure, InterruptedException {
    ffmpeg.run(pass, folder, progress -> {});
  }
}
