package io.patchwork.worker.timelineimport;

import io.patchwork.worker.ffmpeg.FFmpeg;
import java.io.IOException;

/** Opens the FFmpeg that packs image sequences; called only where a timeline has one. */
@FunctionalInterface
public interface SequenceEncoder {
  FFmpeg open() throws IOException, InterruptedException;
}
