package io.patchwork.worker.subtitle;

/** A text that is no subtitles; the message goes on after what names the text. */
public final class InvalidSubtitles extends Exception {

  InvalidSubtitles(String message) {
    super(message);
  }
}
