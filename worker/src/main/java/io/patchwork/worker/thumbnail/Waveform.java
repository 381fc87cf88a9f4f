package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Tap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The waveform of audio, as an image and as peaks for web players: the lowest and highest sample of
 * any channel.
 *
 * @param channels of {@code audio}
 * @param samplesPerPixel samples at {@value HouseFormat#SAMPLE_RATE} Hz per pair of peaks
 */
public record Waveform(Tap audio, int channels, int samplesPerPixel) implements ThumbnailSpec {

  private static final String SAMPLES = "waveform.s16";
  private static final int FINEST = 512;
  private static final int MAX_PIXELS = 60_000;

  static Waveform plan(AudioStream stream, @Nullable RationalTime duration) {
    int factor =
        duration == null
            ? 1
            : duration
                .seconds()
                .times(Fraction.of(HouseFormat.SAMPLE_RATE, (long) FINEST * MAX_PIXELS))
                .ceiling()
                .max(java.math.BigInteger.ONE)
                .intValueExact();
    return new Waveform(HouseFormat.audio(stream), HouseFormat.channels(stream), factor * FINEST);
  }

  @Override
  public String kind() {
    return "waveform";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of(
        OutputSpec.stream(
            SAMPLES,
            audio.through(Filter.of("aformat", "sample_fmts", "s16")),
            Encoding.samples()));
  }
}
