package io.patchwork.worker.playlist;

/** A playlist format. */
public enum StreamingFormat {
  HLS,
  DASH
}
