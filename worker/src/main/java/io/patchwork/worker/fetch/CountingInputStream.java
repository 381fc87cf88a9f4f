package io.patchwork.worker.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;

/** A stream that reports from time to time how many bytes have been read. */
final class CountingInputStream extends FilterInputStream {

  private static final long STEP = 8L << 20;

  private final BiConsumer<Long, Long> progress;
  private final Total size;
  private long arrived;
  private long reported;
  private long total = -1;

  /**
   * The total number of bytes; asked once, and only if the download takes long enough to report.
   */
  interface Total {
    long bytes() throws IOException;
  }

  /**
   * A stream of which nothing has been read.
   *
   * @param progress receives the bytes read and the total
   */
  CountingInputStream(InputStream in, Total size, BiConsumer<Long, Long> progress) {
    super(in);
    this.size = size;
    this.progress = progress;
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
    if (arrived - reported >= STEP) {
      reported = arrived;
      total = total < 0 ? size.bytes() : total;
      progress.accept(arrived, Math.max(arrived, total));
    }
  }
}
