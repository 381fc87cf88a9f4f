package io.patchwork.worker.ffmpeg;

import io.patchwork.common.process.Program;
import io.patchwork.common.process.SystemCalls;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * FFmpeg's programs from the JavaCPP presets, pinned by Maven: in the folder of a bundle or an
 * image, or unpacked from the jar into the user's cache on first use (about a second).
 *
 * @param folder holds {@code ffmpeg}, {@code ffprobe} and their libraries
 * @param build version of the presets and the platform; part of the cache key of everything encoded
 */
public record FfmpegBinaries(Path folder, String build) {

  /** System property with the folder of a bundle. */
  private static final String FOLDER = "patchwork.ffmpeg";

  public static FfmpegBinaries locate() {
    Path folder =
        Optional.ofNullable(System.getProperty(FOLDER))
            .map(Path::of)
            .orElseGet(FfmpegBinaries::unpacked);
    String version =
        Optional.ofNullable(
                org.bytedeco.ffmpeg.presets.avutil.class.getPackage().getImplementationVersion())
            .orElse("unversioned");
    return new FfmpegBinaries(folder, version + "-" + Loader.getPlatform());
  }

  private static Path unpacked() {
    Path folder = folder(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
    if (!folder.equals(folder(Loader.load(org.bytedeco.ffmpeg.ffprobe.class)))) {
      throw new IllegalStateException("ffmpeg and ffprobe do not lie beside each other");
    }
    return folder;
  }

  private static Path folder(String program) {
    return Objects.requireNonNull(Path.of(program).getParent());
  }

  public Program ffmpeg() {
    return new Program(folder, "ffmpeg", SystemCalls.FFMPEG);
  }

  public Program ffprobe() {
    return new Program(folder, "ffprobe", SystemCalls.FFMPEG);
  }
}
