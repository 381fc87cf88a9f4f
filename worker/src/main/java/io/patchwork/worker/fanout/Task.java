package io.patchwork.worker.fanout;

import java.util.regex.Pattern;

/**
 * One of a fan-out's tasks.
 *
 * @param id name of its marker: letters, digits, {@code -}, {@code _} and {@code .}; unique in its
 *     fan-out
 * @param kind label for logs and metrics, from a closed set, as in {@code segment}
 * @param isLong whether it takes much longer than others and is sent at once, outside of the window
 * @param weight its share of the whole, in any unit, for progress
 */
public record Task(String id, String kind, boolean isLong, long weight) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public Task {
    if (!isId(id)) {
      throw new IllegalArgumentException("a task of the id " + id);
    }
  }

  /** Whether a name is a valid task id. */
  static boolean isId(String name) {
    return ID.matcher(name).matches();
  }
}
