package io.patchwork.common.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of an object: parts with slashes between them, no part empty, {@code .} or {@code ..},
 * no control characters, at most 1024 bytes of UTF-8.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

  private static final int MAX_BYTES = 1024;

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if the value does not have it
   */
  public ObjectKey {
    boolean isSound =
        !value.isEmpty()
            && value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
            && value.chars().noneMatch(Character::isISOControl)
            && Arrays.stream(value.split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!isSound) {
      throw new IllegalArgumentException("not a key: " + value);
    }
  }

  /** The key of a name below this one. */
  public ObjectKey resolve(String name) {
    return new ObjectKey(value + "/" + name);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
