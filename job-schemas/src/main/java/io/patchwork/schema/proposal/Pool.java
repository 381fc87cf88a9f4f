package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * What is divided on its own: {@code video}, {@code audio}, {@code text:LANGUAGE} by a BCP 47 tag,
 * or {@code role:NAME}; in a policy also {@code text}, for all languages without a pool there.
 */
public record Pool(@JsonValue String text) implements Comparable<Pool> {

  private static final String TEXT = "text:";
  private static final String ROLE = "role:";
  private static final Pattern FORM =
      Pattern.compile("video|audio|text(:[A-Za-z0-9-]{1,35})?|role:[^\\p{Cntrl}/]{1,64}");

  public static final Pool VIDEO = new Pool("video");
  public static final Pool AUDIO = new Pool("audio");

  /** In a policy, every language that has no pool of its own. */
  public static final Pool ANY_TEXT = new Pool("text");

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if the text has none of the forms
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Pool {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a pool is video, audio, text, text:LANGUAGE or role:NAME");
    }
  }

  public static Pool text(String language) {
    return new Pool(TEXT + language);
  }

  public static Pool role(String name) {
    return new Pool(ROLE + name);
  }

  public boolean isText() {
    return text.startsWith(TEXT);
  }

  @Override
  public int compareTo(Pool other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
