package io.patchwork.worker.subtitle;

/**
 * A file is neither SubRip nor WebVTT; the message continues a sentence that begins with its name.
 */
public final class InvalidSubtitles extends Exception {

  InvalidSubtitles(String message) {
    super(message);
  }
}
