package io.patchwork.worker.coding;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * How a picture is encoded.
 *
 * @param preset of the encoder: speed against size
 * @param quality the encoder's constant quality, smaller is better
 * @param maxKbps what a second may take at the most, over two seconds; 0 for no bound
 * @param group frames from key frame to key frame
 * @param light of the picture: what is not SDR takes ten bits
 * @param isAlone whether one thread makes it, so that the same pictures give the same bytes
 */
public record PictureCoding(
    VideoCodec codec,
    String preset,
    int quality,
    int maxKbps,
    FrameSize size,
    FrameRate rate,
    long group,
    Conform.Light light,
    boolean isAlone) {

  /** Frames in a group of pictures of so many seconds. */
  public static long group(FrameRate rate, int seconds) {
    return rate.perSecond()
        .times(Fraction.of(seconds))
        .ceiling()
        .max(BigInteger.ONE)
        .longValueExact();
  }

  /** FFmpeg's options. */
  public List<String> options() {
    return codec.options(this);
  }

  /** The same for a segment of so many frames. */
  public List<String> options(long frames) {
    List<String> options = new ArrayList<>(options());
    options.addAll(codec.segment(frames));
    return options;
  }

  /** FFmpeg's name of what is encoded. */
  public String pixelFormat() {
    return codec.pixelFormat(light);
  }
}
