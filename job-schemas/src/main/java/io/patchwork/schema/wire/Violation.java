package io.patchwork.schema.wire;

/**
 * One way in which a message breaks the contract.
 *
 * @param pointer JSON Pointer to the place
 */
public record Violation(String pointer, String message) {

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "/" : pointer) + ": " + message;
  }
}
