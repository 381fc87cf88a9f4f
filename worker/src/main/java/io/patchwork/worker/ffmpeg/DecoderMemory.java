package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import java.util.Map;
import java.util.Set;

/**
 * How much memory FFmpeg needs at most, by measurement: peaks of private writable memory, which
 * counts the stacks of threads, over stills and ladders of up to 132 million pixels and 8K.
 */
final class DecoderMemory {

  private static final long MIB = 1L << 20;

  /** Of a pass on two cores, with a ladder to 1080p, without its decoder. */
  private static final long OF_PASS = 832 * MIB;

  /** Of each input: most of it is the stacks of its threads. */
  private static final long OF_INPUT = 8 * MIB;

  private static final int MEASURED_CORES = 2;

  /** Per pixel, for the pictures that a decoder refers to and the threads that read ahead. */
  private static final Map<String, Integer> BYTES_OF_CODEC =
      Map.of("h264", 25, "av1", 105, "hevc", 45);

  private static final int BYTES_OF_ANY_CODEC = 45;

  /** Codecs of single pictures, whose decoders hold no other. */
  private static final Set<String> STILLS = Set.of("png", "mjpeg", "tiff", "bmp", "webp");

  private static final int BYTES_OF_STILL = 10;

  /** Of stills with more than eight bits a sample. */
  private static final int BYTES_OF_DEEP_STILL = 20;

  private DecoderMemory() {}

  /** Bytes for a decoder of a stream, and for the first filters behind it. */
  static long of(VideoStream video) {
    return (long) video.width() * video.height() * bytesPerPixel(video);
  }

  private static int bytesPerPixel(VideoStream video) {
    String format = video.pixelFormat();
    if (!STILLS.contains(video.codec()) || PixelFormat.hasAlpha(format)) {
      return BYTES_OF_CODEC.getOrDefault(video.codec(), BYTES_OF_ANY_CODEC);
    }
    return PixelFormat.isDeep(format) ? BYTES_OF_DEEP_STILL : BYTES_OF_STILL;
  }

  /**
   * Bytes for a pass: a quarter more than was measured, because peaks differ by how threads are
   * scheduled.
   *
   * @param decoders sum of {@link #of} over its inputs
   * @param inputs number of its inputs; hundreds in a mix
   * @param cores of this machine; each thread has a stack and frames of its own
   */
  static long ofPass(long decoders, int inputs, int cores) {
    double threads = Math.max(1, Math.sqrt((double) cores / MEASURED_CORES));
    return (Math.round((OF_PASS + inputs * OF_INPUT) * threads) + decoders) * 5 / 4;
  }
}
