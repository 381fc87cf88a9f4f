package io.patchwork.worker.timelineimport;

/** What an import does about a clip whose media file is missing. */
public enum MissingMedia {
  /** Refuse the timeline. */
  REFUSED,
  /** Leave the clip as it is; the render shows a slate and warns. */
  LEFT
}
