package io.patchwork.worker.artifact;

import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What sandboxed JVMs read of a job's source, read on first use. For one job. */
final class SourceReadings implements BuildContext.SourceDocuments {

  private final MediaTools tools;
  private final FetchedSource material;
  private final Path folder;
  private SandboxedJvm.@Nullable Reading reading;

  SourceReadings(MediaTools tools, FetchedSource material, Path folder) {
    this.tools = tools;
    this.material = material;
    this.folder = folder;
  }

  @Override
  public SandboxedJvm.Reading read() throws Failure, InterruptedException {
    if (reading == null) {
      reading = tools.sandboxedJvm().read(folder, material.file(), material.info().mediaType());
    }
    return reading;
  }

  /**
   * Provides the lookup table of a picture's colours, which its pass reads. An unusable profile
   * gives one that changes nothing: unconverted colours are better than no picture.
   */
  void provideLut() throws Failure, InterruptedException {
    Path lut = folder.resolve("out").resolve(PictureReading.LUT);
    try {
      if (!Files.exists(lut)) {
        var _ =
            tools
                .pictures()
                .read(folder, material.file(), material.info().mediaType(), Optional.empty());
      }
      if (!Files.exists(lut)) {
        Files.writeString(lut, PictureReading.IDENTITY_LUT);
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
