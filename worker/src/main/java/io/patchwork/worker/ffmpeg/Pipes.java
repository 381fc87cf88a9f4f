package io.patchwork.worker.ffmpeg;

import io.patchwork.common.process.NamedPipes;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named pipes in a job's {@code out} folder, each with a reader. The child opens them like files.
 *
 * <p>Each pipe is also held open here for reading and writing, so that neither the child nor the
 * reader ever waits for the other to open it; closing that, once the child is gone, ends every
 * stream. When a reader fails, the rest of its bytes is discarded: a full pipe would stop the whole
 * pass.
 */
final class Pipes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pipes.class);
  private static final int BUFFER = 1 << 16;

  private final List<Path> pipes = new ArrayList<>();
  private final List<RandomAccessFile> holds = new ArrayList<>();
  private final List<Thread> readerThreads = new ArrayList<>();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  /**
   * Makes the pipes and starts the readers.
   *
   * @param out the folder
   * @param readers by the name of the pipe
   * @throws IOException if a pipe cannot be made
   */
  static Pipes open(Path out, Map<String, PipeReader> readers) throws IOException {
    Pipes pipes = new Pipes();
    try {
      for (Map.Entry<String, PipeReader> entry : readers.entrySet()) {
        pipes.open(out.resolve(entry.getKey()), entry.getValue());
      }
    } catch (IOException e) {
      pipes.close();
      throw e;
    }
    return pipes;
  }

  private void open(Path pipe, PipeReader reader) throws IOException {
    NamedPipes.make(pipe);
    pipes.add(pipe);
    holds.add(new RandomAccessFile(pipe.toFile(), "rw"));
    InputStream bytes = new FileInputStream(pipe.toFile());
    String name = String.valueOf(pipe.getFileName());
    // A platform thread: reading a pipe blocks in the kernel.
    readerThreads.add(
        Thread.ofPlatform().daemon().name("stream-" + name).start(() -> read(name, bytes, reader)));
  }

  private void read(String name, InputStream bytes, PipeReader reader) {
    try (bytes) {
      try {
        reader.read(bytes);
      } catch (IOException | RuntimeException e) {
        failed.add(name);
        LOG.atWarn().addKeyValue("stream", name).setCause(e).log("stream not understood");
      }
      drain(bytes);
    } catch (IOException e) {
      failed.add(name);
    }
  }

  private static void drain(InputStream bytes) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int n = 0;
    while (n >= 0) {
      n = bytes.read(buffer);
    }
  }

  /** Ends the streams, waits for the readers, and returns the names of the outputs that failed. */
  Set<String> finish() throws IOException, InterruptedException {
    close();
    for (Thread thread : readerThreads) {
      thread.join();
    }
    return new LinkedHashSet<>(failed);
  }

  @Override
  public void close() throws IOException {
    for (RandomAccessFile hold : holds) {
      hold.close();
    }
    for (Path pipe : pipes) {
      Files.deleteIfExists(pipe);
    }
  }
}
