package io.patchwork.worker.artifact;

import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Stretch;
import io.patchwork.worker.ffmpeg.Tap;

/** What of a source one message works on. */
public sealed interface Chunk {

  /** All of it at once. */
  record Whole() implements Chunk {
    @Override
    public boolean has(Product product) {
      return true;
    }
  }

  /** A stretch of its picture. */
  record OfPicture(Stretch stretch) implements Chunk {
    @Override
    public boolean has(Product product) {
      return isMadeOf(product, Tap.Medium.PICTURE);
    }
  }

  /** Its sound: as a whole, because encoders of sound leave a gap wherever they begin. */
  record OfSound() implements Chunk {
    @Override
    public boolean has(Product product) {
      return isMadeOf(product, Tap.Medium.SOUND);
    }
  }

  /** Whether a product is made of this. */
  boolean has(Product product);

  private static boolean isMadeOf(Product product, Tap.Medium medium) {
    return product.taps().stream().allMatch(tap -> tap.medium() == medium);
  }
}
