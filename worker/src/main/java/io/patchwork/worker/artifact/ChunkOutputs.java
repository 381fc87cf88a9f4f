package io.patchwork.worker.artifact;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The saved outputs of all chunks of a long source, to be joined. For one job. */
final class ChunkOutputs {

  private final ObjectStore store;
  private final Path folder;
  private final List<Chunk> chunks;
  private final List<ChunkRecord> records;

  /** A saved file of a finished chunk has been deleted. */
  static final class Missing extends RuntimeException {
    private final int position;

    Missing(int position, @Nullable Throwable cause) {
      super("chunk " + position + " is gone", cause);
      this.position = position;
    }

    int position() {
      return position;
    }
  }

  /**
   * The outputs of all chunks.
   *
   * @param folder the job's folder; the files are fetched into {@code in}
   * @param records of the chunks, in their order
   */
  ChunkOutputs(ObjectStore store, Path folder, List<Chunk> chunks, List<ChunkRecord> records) {
    this.store = store;
    this.folder = folder;
    this.chunks = List.copyOf(chunks);
    this.records = List.copyOf(records);
  }

  /** The warnings of all chunks. */
  ArtifactSet damage() {
    return ArtifactSet.ofWarnings(
        records.stream().flatMap(record -> record.warnings().stream()).distinct().toList());
  }

  /**
   * Loads the saved files into a builder.
   *
   * @param kind kind of the spec that the chunks were made for; another than the builder's for a
   *     fallback
   * @throws BadMedia if a chunk has no files of the kind
   */
  void load(ArtifactSpec spec, String kind, ArtifactBuilder builder, BuildContext context)
      throws Failure {
    try {
      Files.createDirectories(context.out(""));
      for (int position = 0; position < chunks.size(); position++) {
        Chunk chunk = chunks.get(position);
        if (spec.outputs().stream().anyMatch(chunk::has)) {
          builder.loadChunk(new SavedChunk(chunk, files(position, kind)), context);
        }
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private Map<String, Path> files(int position, String kind) throws IOException, BadMedia {
    List<ChunkRecord.SavedFile> savedFiles = records.get(position).of(kind);
    if (savedFiles.isEmpty()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "A part of this file cannot be decoded; export it again from the program that made it.",
          "nothing of " + kind + " was kept of " + chunks.get(position));
    }
    Map<String, Path> files = new HashMap<>();
    for (ChunkRecord.SavedFile saved : savedFiles) {
      files.put(saved.file(), fetched(position, saved));
    }
    return files;
  }

  private Path fetched(int position, ChunkRecord.SavedFile saved) throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Path to = in.resolve("chunk" + position + "-" + saved.file());
    if (Files.exists(to)) {
      return to;
    }
    try (InputStream bytes = store.open(new ObjectKey(saved.key()), 0, null)) {
      Files.copy(bytes, to);
      return to;
    } catch (ObjectMissing gone) {
      throw new Missing(position, gone);
    }
  }
}
