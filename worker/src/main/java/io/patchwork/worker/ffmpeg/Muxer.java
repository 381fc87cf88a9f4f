package io.patchwork.worker.ffmpeg;

import java.util.List;

/** The muxer of an output and its options. */
public sealed interface Muxer permits Mp4, FixedMuxer {

  /** FFmpeg's name of the muxer. */
  String format();

  /** The muxer's own options, without {@code -f}. */
  List<String> options();
}
