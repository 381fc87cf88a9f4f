package io.patchwork.worker.ffmpeg;

import java.io.IOException;
import java.io.InputStream;

/** Hears a stream that a pass makes, while it is made, on a thread of its own. */
public interface PipeReader {

  /**
   * Hears it to its end.
   *
   * @throws IOException if there is less or more of it than there must be
   */
  void read(InputStream bytes) throws IOException;
}
