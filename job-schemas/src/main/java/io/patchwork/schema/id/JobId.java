package io.patchwork.schema.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The CloudEvents id of a message: 1 to 128 characters and at most 255 bytes of UTF-8, none of them
 * a control character or line separator. Unlike an {@link Id} it need not fit into a key: {@code
 * urn:uuid:…} is one.
 */
public record JobId(@JsonValue String value) {

  private static final Pattern FORM =
      Pattern.compile("[^\\x00-\\x1F\\x7F-\\x9F\\u2028\\u2029]{1,128}");

  /** A message id at the broker is a short string of AMQP. */
  private static final int MAX_BYTES = 255;

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if the value does not have the form
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JobId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "the id of a job is 1 to 128 characters, none of them a control character");
    }
  }

  public static boolean isValid(String value) {
    return FORM.matcher(value).matches()
        && value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /** Whether it can be a part of a key in the store as it is. */
  public boolean isKey() {
    return Id.isValid(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
