package io.patchwork.common.process;

import java.io.IOException;

/** The other children of a worker have kept their memory for longer than one should wait. */
public final class NoMemoryFree extends IOException {
  private static final long serialVersionUID = 1L;

  NoMemoryFree(long bytes) {
    super((bytes >> 20) + " MiB of memory are not free");
  }
}
