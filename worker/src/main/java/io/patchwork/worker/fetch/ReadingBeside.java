package io.patchwork.worker.fetch;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.sandboxedjvm.PictureReader;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading of a picture's tags and profile, which goes on beside the probe. The picture may be
 * fine without it. For one thread.
 */
final class ReadingBeside implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReadingBeside.class);

  private final PictureReader.@Nullable Begun begun;
  private Optional<PictureReading> reading = Optional.empty();
  private boolean isOver;

  /** A reading that goes on; null where nothing is read. */
  ReadingBeside(PictureReader.@Nullable Begun begun) {
    this.begun = begun;
  }

  /** Waits for the result; empty where nothing was or can be read. */
  Optional<PictureReading> await() throws Failure, InterruptedException {
    if (begun != null && !isOver) {
      isOver = true;
      try {
        PictureReading result = begun.await();
        reading = Optional.of(result);
        if (!result.problems().isEmpty()) {
          LOG.atInfo().addKeyValue("detail", result.problems()).log("a picture read in part");
        }
      } catch (BadMedia | Crashed unreadable) {
        LOG.atInfo().addKeyValue("detail", unreadable.detail()).log("a picture not read");
      }
    }
    return reading;
  }

  @Override
  public void close() {
    if (begun != null) {
      begun.close();
    }
  }
}
