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
 * What a builder needs to turn outputs of a pass into artifacts.
 *
 * @param folder the job's folder, with the outputs in {@code out} and the inputs of further passes
 *     in {@code in}
 */
public record BuildContext(
    Path folder, FFmpeg ffmpeg, SourceDocuments source, ArtifactWriter writer) {

  /** Access to the source through the sandboxed JVM. */
  public interface SourceDocuments {

    /** The text and pages of a document, read on first use. */
    SandboxedJvm.Reading read() throws Failure, InterruptedException;
  }

  /**
   * The text and pages of a document.
   *
   * @throws Failure.BadMedia if it cannot be read
   */
  public SandboxedJvm.Reading read() throws Failure, InterruptedException {
    return source.read();
  }

  /** Makes an output an input of further passes. */
  public String asInput(String file) throws Failure {
    return JobFolder.link(out(file), folder, file);
  }

  /** The path of an output. */
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

  /** Runs a pass over earlier outputs. */
  public void run(Pass pass) throws Failure, InterruptedException {
    ffmpeg.run(pass, folder, progress -> {});
  }
}
