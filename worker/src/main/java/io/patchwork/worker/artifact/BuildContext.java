package io.patchwork.worker.artifact;

import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where outputs of a pass are worked on.
 *
 * @param folder of the job: {@code out} in it holds the outputs, where further passes may read them
 *     through {@code in}
 */
public record BuildContext(
    Path folder, FFmpeg ffmpeg, SourceDocuments source, ArtifactWriter writer) {

  /** What only the reading child may look at in the source. */
  public interface SourceDocuments {

    /** The text and pages of a document, read when somebody first wants them. */
    SandboxedJvm.Reading read() throws Failure, InterruptedException;

    /** Converts a picture that was decoded from the source by the profile that the source has. */
    void toStandardColours(String png, String converted) throws Failure, InterruptedException;
  }

  /**
   * The text and pages of the document that the source is.
   *
   * @throws Failure.BadMedia if it cannot be read
   */
  public SandboxedJvm.Reading read() throws Failure, InterruptedException {
    return source.read();
  }

  /**
   * Makes a decoded picture one in sRGB, by the ICC profile of the source.
   *
   * @param png an output
   * @return its name as an input of a further pass
   */
  public String toStandardColours(String png) throws Failure, InterruptedException {
    String converted = "srgb-" + png;
    source.toStandardColours(png, converted);
    return asInput(converted);
  }

  /** Makes an output an input of further passes. */
  public String asInput(String file) throws Failure {
    return JobFolder.link(out(file), folder, file);
  }

  /** An output. */
  public Path out(String file) {
    return folder.resolve("out").resolve(file);
  }

  /** Writes bytes. */
  public interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** Writes an output. */
  public void write(String file, Writing writing) throws Failure {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(out(file))))) {
      writing.to(out);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** Runs a pass over outputs that were made before. */
  public void run(Pass pass) throws Failure, InterruptedException {
    ffmpeg.run(pass, folder, progress -> {});
  }
}
