package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What a page shows in place of a still until it is there. */
public record StillPlaceholder(FrameSize size) implements Contribution {

  /** Frequencies as low as these need no more pixels. */
  private static final int SIDE = 64;

  private static final String PIXELS = "placeholder.rgb";

  static StillPlaceholder plan(VideoStream picture) {
    return new StillPlaceholder(FrameSize.of(picture).within(SIDE, SIDE));
  }

  @Override
  public String name() {
    return "placeholder";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    return List.of(
        Product.stream(
            PIXELS,
            Tap.picture().through(size.scaled(), Filter.of("format", "pix_fmts", "rgb24")),
            List.of("-frames:v", "1", "-f", "rawvideo")));
  }

  @Override
  public Harvest begin() {
    return new Harvest() {
      private byte[] rgb = {};

      @Override
      public void hear(String file, InputStream bytes) throws IOException {
        rgb = bytes.readNBytes(3 * size.width() * size.height());
      }

      @Override
      public Findings collect(Bench bench) throws BadMedia {
        if (rgb.length < 3 * size.width() * size.height()) {
          throw new BadMedia(
              FailureCode.UNDECODABLE, "The picture cannot be decoded.", "too few pixels");
        }
        return Findings.placeholder(BlurHash.of(rgb, size.width(), size.height()));
      }
    };
  }
}
