package io.patchwork.schema.timeline;

/** A document that is not a timeline, or not one that this reader can make sense of. */
public final class InvalidTimeline extends Exception {

  private final boolean unsupported;

  private InvalidTimeline(String message, boolean unsupported) {
    super(message);
    this.unsupported = unsupported;
  }

  /** A document that breaks the rules; the message is a sentence for whoever made it. */
  public static InvalidTimeline broken(String message) {
    return new InvalidTimeline(message, false);
  }

  static InvalidTimeline unsupported(String message) {
    return new InvalidTimeline(message, true);
  }

  /** Whether the document may be right and this reader is what falls short. */
  public boolean isUnsupported() {
    return unsupported;
  }
}
