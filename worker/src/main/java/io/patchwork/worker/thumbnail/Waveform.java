package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.picture.Picture;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How loud a sound is over time, as a picture and as the peaks that web players draw themselves.
 *
 * @param samplesPerPixel samples of {@value Conform#SAMPLE_RATE} Hz behind one pair of peaks
 */
public record Waveform(Tap sound, int samplesPerPixel) implements Contribution {

  private static final String SAMPLES = "waveform.s16";
  private static final int FINEST = 512;
  private static final int MOST_PIXELS = 60_000;
  private static final int WIDTH = 1800;
  private static final int HEIGHT = 140;
  private static final Color INK = new Color(0x2a, 0x62, 0xb8);

  static Waveform plan(AudioStream stream, @Nullable RationalTime duration) {
    int factor =
        duration == null
            ? 1
            : duration
                .seconds()
                .times(Fraction.of(Conform.SAMPLE_RATE, (long) FINEST * MOST_PIXELS))
                .ceiling()
                .max(java.math.BigInteger.ONE)
                .intValueExact();
    return new Waveform(Conform.sound(stream), factor * FINEST);
  }

  @Override
  public String name() {
    return "waveform";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    return List.of(
        Product.stream(
            SAMPLES,
            sound.through(Filter.of("aformat", "sample_fmts", "s16", "channel_layouts", "mono")),
            List.of("-c:a", "pcm_s16le", "-f", "s16le")));
  }

  @Override
  public Harvest begin() {
    return new Harvest() {
      private final Peaks peaks = new Peaks(samplesPerPixel);

      @Override
      public void hear(String file, InputStream bytes) throws IOException {
        peaks.hear(bytes);
      }

      @Override
      public Findings collect(Bench bench) throws Failure {
        return Findings.of(
            Drawn.png(new Picture(drawn(peaks)), "waveform", "waveform.png", bench),
            bench
                .shelf()
                .text(
                    "waveform-data",
                    "waveform.json",
                    peaks.json(Conform.SAMPLE_RATE),
                    "application/json"));
      }
    };
  }

  private static BufferedImage drawn(Peaks peaks) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(INK);
    int middle = HEIGHT / 2;
    for (int x = 0; x < WIDTH; x++) {
      Peaks.Range range = peaks.between(x, x + 1, WIDTH);
      int top = middle - range.high() * (middle - 1) / Byte.MAX_VALUE;
      int bottom = middle - range.low() * (middle - 1) / Byte.MAX_VALUE;
      graphics.drawLine(x, top, x, bottom);
    }
    graphics.dispose();
    return image;
  }
}
