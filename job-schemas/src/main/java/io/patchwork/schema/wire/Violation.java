package io.patchwork.schema.wire;

/**
 * A violation of the contract by a message.
 *
 * @param pointer JSON Pointer to the value
 */
public record Violation(String pointer, String message) {

  /** The violation in the middle of a sentence for a person. */
  public String sentence() {
    return pointer.isEmpty() ? message : "\"" + pointer.substring(1) + "\" " + message;
  }

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "/" : pointer) + ": " + message;
  }
}
