package io.patchwork.worker.ffmpeg;

import java.io.IOException;
import java.io.InputStream;

/** Reads a piped output of a pass while the pass runs, on a thread of its own. */
public interface PipeReader {

  /**
   * Reads the output to its end.
   *
   * @throws IOException if the output is shorter or longer than expected
   */
  void read(InputStream bytes) throws IOException;
}
