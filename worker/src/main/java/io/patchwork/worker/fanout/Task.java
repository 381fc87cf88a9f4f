package io.patchwork.worker.fanout;

import java.util.regex.Pattern;

/**
 * One of a fan-out's tasks.
 *
 * @param id that names its marker: letters, digits, {@code -}, {@code _} and {@code .}; unique in
 *     its fan-out
 * @param kind a word for logs and metrics, out of a closed set, as in {@code segment}
 * @param isLong whether it takes much longer than others: it is sent at once, outside of the window
 * @param weight how much of the whole it is, in any unit, for progress
 */
public record Task(String id, String kind, boolean isLong, long weight) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public Task {
    if (!isId(id)) {
      throw new IllegalArgumentException("a task of the id " + id);
    }
  }

  /** Whether that may be a task's id. */
  static boolean isId(String name) {
    return ID.matcher(name).matches();
  }
}
