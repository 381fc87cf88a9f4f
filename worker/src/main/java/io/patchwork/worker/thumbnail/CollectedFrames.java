package io.patchwork.worker.thumbnail;

import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.artifact.Chunk;
import io.patchwork.worker.artifact.SavedChunk;
import io.patchwork.worker.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.function.LongPredicate;

/** Small frames of one size that were picked of a picture. For one builder. */
final class CollectedFrames {

  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private final String file;
  private final int bytesPerFrame;

  /**
   * None yet.
   *
   * @param file that they are kept in
   */
  CollectedFrames(String file, int bytesPerFrame) {
    this.file = file;
    this.bytesPerFrame = bytesPerFrame;
  }

  void read(InputStream bytes, int most) throws IOException {
    frames.write(bytes.readNBytes(most * bytesPerFrame));
  }

  /**
   * Keeps those of a chunk. The first of a stretch was picked so that there is one, and is left out
   * where it is not wanted.
   *
   * @param isWanted whether a frame is, by its number
   */
  List<String> keep(Chunk chunk, BuildContext context, LongPredicate isWanted) throws Failure {
    boolean isFirstWanted =
        !(chunk instanceof Chunk.OfPicture(var stretch)) || isWanted.test(stretch.first());
    byte[] collected = bytes();
    int from = isFirstWanted ? 0 : Math.min(collected.length, bytesPerFrame);
    context.write(file, out -> out.write(collected, from, collected.length - from));
    return List.of(file);
  }

  void take(SavedChunk kept) throws IOException {
    frames.write(Files.readAllBytes(kept.file(file)));
  }

  byte[] bytes() {
    return frames.toByteArray();
  }
}
