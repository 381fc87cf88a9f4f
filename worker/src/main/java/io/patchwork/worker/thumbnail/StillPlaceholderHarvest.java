package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Harvest;
import java.io.IOException;
import java.io.InputStream;

/** Works the placeholder out of the pixels. */
final class StillPlaceholderHarvest implements Harvest {

  private final StillPlaceholder spec;

  StillPlaceholderHarvest(StillPlaceholder spec) {
    this.spec = spec;
  }

  private byte[] rgb = {};

  @Override
  public void hear(String file, InputStream bytes) throws IOException {
    rgb = bytes.readNBytes(3 * spec.size().width() * spec.size().height());
  }

  @Override
  public Findings collect(Bench bench) throws BadMedia {
    if (rgb.length < 3 * spec.size().width() * spec.size().height()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE, "The picture cannot be decoded.", "too few pixels");
    }
    return Findings.placeholder(BlurHash.of(rgb, spec.size().width(), spec.size().height()));
  }
}
