package io.patchwork.worker.thumbnail;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Kept;
import io.patchwork.worker.production.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.function.LongPredicate;

/** Small frames of one size that were picked of a picture. For one harvest. */
final class HeardFrames {

  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private final String file;
  private final int bytesPerFrame;

  /**
   * None yet.
   *
   * @param file that they are kept in
   */
  HeardFrames(String file, int bytesPerFrame) {
    this.file = file;
    this.bytesPerFrame = bytesPerFrame;
  }

  void hear(InputStream bytes, int most) throws IOException {
    frames.write(bytes.readNBytes(most * bytesPerFrame));
  }

  /**
   * Keeps those of a part. The first of a stretch was picked so that there is one, and is left out
   * where it is not wanted.
   *
   * @param isWanted whether a frame is, by its number
   */
  List<String> keep(Part part, Bench bench, LongPredicate isWanted) throws Failure {
    boolean isFirstWanted =
        !(part instanceof Part.OfPicture(var stretch)) || isWanted.test(stretch.first());
    byte[] heard = bytes();
    int from = isFirstWanted ? 0 : Math.min(heard.length, bytesPerFrame);
    bench.write(file, out -> out.write(heard, from, heard.length - from));
    return List.of(file);
  }

  void take(Kept kept) throws IOException {
    frames.write(Files.readAllBytes(kept.file(file)));
  }

  byte[] bytes() {
    return frames.toByteArray();
  }
}
