package io.patchwork.common.process;

import java.io.IOException;
import java.io.Reader;
import java.util.function.Consumer;

/** A line reader for text whose lines may be endless. */
public final class BoundedLines {

  /** Maximum characters of a line; a longer one is passed on in pieces of that length. */
  public static final int MAX_LINE = 64 * 1024;

  private static final int BUFFER = 1 << 14;

  private BoundedLines() {}

  /** Passes lines on as they are read; one longer than {@link #MAX_LINE} in pieces. */
  static void read(Reader in, Consumer<String> line) throws IOException {
    char[] buffer = new char[BUFFER];
    StringBuilder text = new StringBuilder();
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        char c = buffer[i];
        if (c == '\n' || text.length() == MAX_LINE) {
          line.accept(text.toString());
          text.setLength(0);
        }
        if (c != '\n') {
          text.append(c);
        }
      }
    }
    if (!text.isEmpty()) {
      line.accept(text.toString());
    }
  }
}
