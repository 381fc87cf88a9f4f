package io.patchwork.worker.artifact;

import io.patchwork.worker.ffmpeg.FrameRange;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Tap;

/** What of a source one message works on. */
public sealed interface Chunk {

  /** All of it at once. */
  record Whole() implements Chunk {
    @Override
    public boolean has(OutputSpec output) {
      return true;
    }
  }

  /** A stretch of its picture. */
  record OfPicture(FrameRange stretch) implements Chunk {
    @Override
    public boolean has(OutputSpec output) {
      return isMadeOf(output, Tap.StreamType.VIDEO);
    }
  }

  /** Its sound: as a whole, because encoders of sound leave a gap wherever they begin. */
  record OfAudio() implements Chunk {
    @Override
    public boolean has(OutputSpec output) {
      return isMadeOf(output, Tap.StreamType.AUDIO);
    }
  }

  /** Whether a product is made of this. */
  boolean has(OutputSpec output);

  private static boolean isMadeOf(OutputSpec output, Tap.StreamType streamType) {
    return output.taps().stream().allMatch(tap -> tap.streamType() == streamType);
  }
}
