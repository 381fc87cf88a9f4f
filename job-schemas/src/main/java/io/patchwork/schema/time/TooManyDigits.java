package io.patchwork.schema.time;

import java.util.stream.Stream;

/** A fraction of more digits than are read was to be written. */
public final class TooManyDigits extends ArithmeticException {

  private static final long serialVersionUID = 1;

  TooManyDigits(int most) {
    super("a fraction of more than " + most + " digits cannot be written");
  }

  /** Whether this is why a document could not be written. */
  public static boolean isCauseOf(Throwable thrown) {
    return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
        .anyMatch(each -> each instanceof TooManyDigits);
  }
}
