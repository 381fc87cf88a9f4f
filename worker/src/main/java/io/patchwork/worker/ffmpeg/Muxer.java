package io.patchwork.worker.ffmpeg;

import java.util.List;

/** The container that an output is written in, and how FFmpeg's muxer of it is set. */
public sealed interface Muxer permits Mp4, FixedMuxer {

  /** FFmpeg's name of it. */
  String format();

  /** The muxer's own options, without {@code -f}. */
  List<String> options();
}
