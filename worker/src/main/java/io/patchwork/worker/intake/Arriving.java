package io.patchwork.worker.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;

/** Bytes on their way to this worker that say from time to time how many have come. */
final class Arriving extends FilterInputStream {

  private static final long STEP = 8L << 20;

  private final BiConsumer<Long, Long> arrival;
  private final Total total;
  private long arrived;
  private long told;
  private long all = -1;

  /** How many bytes will come; asked once, and only where that takes long enough to be told. */
  interface Total {
    long bytes() throws IOException;
  }

  /**
   * None has come yet.
   *
   * @param arrival is told how many have come, and how many will
   */
  Arriving(InputStream in, Total total, BiConsumer<Long, Long> arrival) {
    super(in);
    this.total = total;
    this.arrival = arrival;
  }

  @Override
  public int read() throws IOException {
    int one = in.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    count(Math.max(n, 0));
    return n;
  }

  private void count(int more) throws IOException {
    arrived += more;
    if (arrived - told >= STEP) {
      told = arrived;
      all = all < 0 ? total.bytes() : all;
      arrival.accept(arrived, Math.max(arrived, all));
    }
  }
}
