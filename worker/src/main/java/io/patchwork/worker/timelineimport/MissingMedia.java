package io.patchwork.worker.timelineimport;

/** What becomes of a clip whose media is not there. */
public enum MissingMedia {
  /** The timeline is refused. */
  REFUSED,
  /** The clip stays as it is: whoever renders it shows a slate, and says so. */
  LEFT
}
