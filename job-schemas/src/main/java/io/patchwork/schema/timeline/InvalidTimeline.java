package io.patchwork.schema.timeline;

/** A document is not a valid timeline, or not one that this version supports. */
public final class InvalidTimeline extends Exception {

  private final boolean unsupported;

  private InvalidTimeline(String message, boolean unsupported) {
    super(message);
    this.unsupported = unsupported;
  }

  /** For a document that breaks the rules; the message is a sentence for its maker. */
  public static InvalidTimeline broken(String message) {
    return new InvalidTimeline(message, false);
  }

  static InvalidTimeline unsupported(String message) {
    return new InvalidTimeline(message, true);
  }

  /** Whether the document may be valid and only this version does not support it. */
  public boolean isUnsupported() {
    return unsupported;
  }
}
