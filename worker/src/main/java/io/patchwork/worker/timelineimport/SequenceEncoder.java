package io.patchwork.worker.timelineimport;

import io.patchwork.worker.ffmpeg.FFmpeg;
import java.io.IOException;

/** What packs image sequences, made only where a timeline has any. */
@FunctionalInterface
public interface SequenceEncoder {
  FFmpeg open() throws IOException, InterruptedException;
}
