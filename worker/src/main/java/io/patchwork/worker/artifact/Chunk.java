package io.patchwork.worker.artifact;

import io.patchwork.worker.ffmpeg.FrameRange;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Tap;

/** The part of a source that one message processes. */
public sealed interface Chunk {

  /** The whole source. */
  record Whole() implements Chunk {
    @Override
    public boolean has(OutputSpec output) {
      return true;
    }
  }

  /** A frame range of its video. */
  record OfPicture(FrameRange stretch) implements Chunk {
    @Override
    public boolean has(OutputSpec output) {
      return isMadeOf(output, Tap.StreamType.VIDEO);
    }
  }

  /** All its audio, because audio encoders leave a gap wherever they start. */
  record OfAudio() implements Chunk {
    @Override
    public boolean has(OutputSpec output) {
      return isMadeOf(output, Tap.StreamType.AUDIO);
    }
  }

  /** Whether an output is made of this chunk. */
  boolean has(OutputSpec output);

  private static boolean isMadeOf(OutputSpec output, Tap.StreamType streamType) {
    return output.taps().stream().allMatch(tap -> tap.streamType() == streamType);
  }
}
