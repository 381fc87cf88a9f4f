package io.patchwork.common.process;

/** The beginning and the end of a text that may be endless; the middle is dropped and counted. */
final class BoundedText {

  private static final int HALF = 32 * 1024;

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private long dropped;

  void append(String text) {
    append(text.toCharArray(), text.length());
  }

  synchronized void append(char[] text, int length) {
    for (int i = 0; i < length; i++) {
      char c = text[i];
      // No control characters of a hostile file may reach the operator's terminal.
      char safe = c == '\n' || c == '\t' || !Character.isISOControl(c) ? c : '?';
      (head.length() < HALF ? head : tail).append(safe);
    }
    if (tail.length() > 2 * HALF) {
      int surplus = tail.length() - HALF;
      tail.delete(0, surplus);
      dropped += surplus;
    }
  }

  @Override
  public synchronized String toString() {
    String middle = dropped == 0 ? "" : "\n… " + dropped + " characters dropped …\n";
    return (head + middle + tail).strip();
  }
}
