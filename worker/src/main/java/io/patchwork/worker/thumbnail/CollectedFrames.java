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

/** Small frames of one size that were selected from a video. For one builder. */
final class CollectedFrames {

  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private final String file;
  private final int bytesPerFrame;

  /**
   * An empty collection.
   *
   * @param file name of the file that they are saved in
   */
  CollectedFrames(String file, int bytesPerFrame) {
    this.file = file;
    this.bytesPerFrame = bytesPerFrame;
  }

  void read(InputStream bytes, int most) throws IOException {
    frames.write(bytes.readNBytes(most * bytesPerFrame));
  }

  /**
   * Saves the frames of a chunk. The first frame of a range is always selected and is dropped here
   * where it is not wanted.
   *
   * @param isWanted whether a frame is wanted, by its number
   */
  List<String> save(Chunk chunk, BuildContext context, LongPredicate isWanted) throws Failure {
    boolean isFirstWanted =
        !(chunk instanceof Chunk.OfPicture(var range)) || isWanted.test(range.first());
    byte[] collected = bytes();
    int from = isFirstWanted ? 0 : Math.min(collected.length, bytesPerFrame);
    context.write(file, out -> out.write(collected, from, collected.length - from));
    return List.of(file);
  }

  void load(SavedChunk saved) throws IOException {
    frames.write(Files.readAllBytes(saved.file(file)));
  }

  byte[] bytes() {
    return frames.toByteArray();
  }
}
