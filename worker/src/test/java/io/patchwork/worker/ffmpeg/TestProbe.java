package io.patchwork.worker.ffmpeg;

import io.patchwork.common.process.Limits;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.NoSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A probe without a sandbox. */
final class TestProbe {

  private static final Duration TIME = Duration.ofSeconds(60);

  private TestProbe() {}

  /** A probe of the files in {@code in} of a folder, which is made. */
  static Probe of(Path folder) throws Exception {
    Files.createDirectories(folder.resolve("in"));
    Files.createDirectories(folder.resolve("out"));
    return new Probe(
        new FFmpeg(
            FfmpegBinaries.locate(),
            new LocalChildProcesses(new NoSandbox()),
            new Limits(2L << 30, 8L << 30, TIME, 1L << 30, TIME, TIME)));
  }
}
