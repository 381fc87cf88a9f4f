package io.patchwork.common.process;

import java.io.IOException;
import java.io.Reader;
import java.util.function.Consumer;

/** Lines of a text that may have one without an end. */
public final class BoundedLines {

  /** Characters of a child's line; a longer one is handed over in pieces of that length. */
  public static final int MAX_LINE = 64 * 1024;

  private static final int BUFFER = 1 << 14;

  private BoundedLines() {}

  /** Hands over lines as they come; a longer one than {@link #MAX_LINE} comes in pieces. */
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
