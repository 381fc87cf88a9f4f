package io.patchwork.schema.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** An identifier that becomes part of a key: {@code [A-Za-z0-9][A-Za-z0-9._-]{0,127}}. */
public record Id(@JsonValue String value) implements Comparable<Id> {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if the value does not have the form
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Id {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "an id is 1 to 128 letters, digits, dots, dashes or underscores and starts with a letter"
              + " or a digit");
    }
  }

  public static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public int compareTo(Id other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
