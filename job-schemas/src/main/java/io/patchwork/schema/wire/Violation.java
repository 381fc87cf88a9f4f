package io.patchwork.schema.wire;

/**
 * A violation of the contract by a message.
 *
 * @param pointer JSON Pointer to the value
 */
public record Violation(String pointer, String message) {

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "/" : pointer) + ": " + message;
  }
}
