package io.patchwork.worker.playlist;

/** A playlist format. */
public enum Packaging {
  HLS,
  DASH
}
