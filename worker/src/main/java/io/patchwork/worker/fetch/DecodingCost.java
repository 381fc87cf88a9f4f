package io.patchwork.worker.fetch;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What a file asks of a decoder beside what it has: a GIF of 69 kB can have three thousand pictures
 * of 64 megapixels, and a WAV of 20 kB five hours. The bounds are several times what encoders reach
 * with black and with silence.
 */
final class DecodingCost {

  /** Pixels that any file may have: 2,400 frames of 1080p. */
  private static final long FREE_PIXELS = 5_000_000_000L;

  /** Black 1080p of x264 has 70,000, black 4K 92,000; newer codecs have several times as many. */
  private static final long PIXELS_PER_BYTE = 400_000;

  /** Of codecs of single pictures, in which an empty one of 64 megapixels has 1,400. */
  private static final long PIXELS_PER_BYTE_OF_ANIMATION = 20_000;

  private static final Set<String> ANIMATIONS = Set.of("gif", "apng", "webp");

  /** Sound of this length may have any size. */
  private static final long FREE_SECONDS = 600;

  /** Silence of Opus has fifty bytes a second. */
  private static final long BYTES_PER_SECOND = 10;

  private DecodingCost() {}

  /**
   * Checks a file by its facts.
   *
   * @param bytes its size
   * @throws Refused if it has far more pictures or sound than its size can hold
   */
  static void check(MediaInfo info, long bytes) throws Refused {
    RationalTime duration = info.duration();
    if (duration == null) {
      return;
    }
    long seconds = duration.seconds().floor().longValueExact();
    if (seconds - FREE_SECONDS > bytes / BYTES_PER_SECOND) {
      throw new Refused(
          FailureCode.TOO_LONG,
          String.format(
              Locale.ROOT,
              "The file is %s long in %,d bytes, less than %d bytes a second; export it with a"
                  + " usual %s rate.",
              duration.toClock(),
              bytes,
              BYTES_PER_SECOND,
              info.videoStream().isPresent() ? "frame" : "sample"));
    }
    if (info.videoStream().isPresent()) {
      check(info.videoStream().get(), duration, bytes);
    }
  }

  private static void check(VideoStream video, RationalTime duration, long bytes) throws Refused {
    boolean isAnimation = ANIMATIONS.contains(video.codec());
    long packets = Objects.requireNonNullElse(video.frameCount(), 1L);
    // Each picture of an animation is a whole one, however long it is shown.
    long frames =
        isAnimation ? packets : Math.max(packets, duration.nearestFrame(HouseFormat.rate(video)));
    long pixels = Math.multiplyExact((long) video.width() * video.height(), frames);
    long perByte = isAnimation ? PIXELS_PER_BYTE_OF_ANIMATION : PIXELS_PER_BYTE;
    if ((pixels - FREE_PIXELS) / perByte > bytes) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "The file has %,d frames of %d × %d pixels in %,d bytes, too many for its size;"
                  + " export it smaller or shorter, best as MP4.",
              frames,
              video.width(),
              video.height(),
              bytes));
    }
  }
}
