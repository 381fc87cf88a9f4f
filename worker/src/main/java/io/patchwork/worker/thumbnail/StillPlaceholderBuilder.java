package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.io.IOException;
import java.io.InputStream;

/** Computes the placeholder from the pixels. */
final class StillPlaceholderBuilder implements ArtifactBuilder {

  private final StillPlaceholder spec;

  StillPlaceholderBuilder(StillPlaceholder spec) {
    this.spec = spec;
  }

  private byte[] rgb = {};

  @Override
  public void consume(String file, InputStream bytes) throws IOException {
    rgb = bytes.readNBytes(3 * spec.size().width() * spec.size().height());
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws BadMedia {
    if (rgb.length < 3 * spec.size().width() * spec.size().height()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "The picture cannot be decoded; export it again from the program that made it.",
          "too few pixels");
    }
    return ArtifactSet.placeholder(BlurHash.of(rgb, spec.size().width(), spec.size().height()));
  }
}
