package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.raster.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;

/** Collects the peaks while the pass runs and draws them. */
final class WaveformBuilder implements ArtifactBuilder {

  private static final int WIDTH = 1800;
  private static final int HEIGHT = 140;
  private static final Color INK = new Color(0x2a, 0x62, 0xb8);

  private final Peaks peaks;

  WaveformBuilder(Waveform spec) {
    this.peaks = new Peaks(spec.channels(), spec.samplesPerPixel());
  }

  @Override
  public void consume(String file, InputStream bytes) throws IOException {
    peaks.read(bytes);
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure {
    return ArtifactSet.of(
        ImageWriter.png(new RgbImage(drawn(peaks)), ArtifactRole.WAVEFORM, "waveform.png", context),
        context
            .writer()
            .text(
                ArtifactRole.WAVEFORM_DATA,
                "waveform.json",
                peaks.json(HouseFormat.SAMPLE_RATE),
                "application/json"));
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
