package io.patchwork.worker.artifact;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was kept of all chunks of a long source, to be joined. For one job. */
final class ChunkOutputs {

  private final ObjectStore store;
  private final Path folder;
  private final List<Chunk> chunks;
  private final List<ArtifactSet> kept;

  /** What was kept of a chunk was there when it was marked and is gone. */
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
   * All chunks.
   *
   * @param folder of the job; what is joined is brought into {@code in}
   * @param kept of each chunk, in their order
   */
  ChunkOutputs(ObjectStore store, Path folder, List<Chunk> chunks, List<ArtifactSet> kept) {
    this.store = store;
    this.folder = folder;
    this.chunks = List.copyOf(chunks);
    this.kept = List.copyOf(kept);
  }

  /** What people should know of the chunks. */
  ArtifactSet damage() {
    return ArtifactSet.ofWarnings(
        kept.stream().flatMap(each -> each.warnings().stream()).distinct().toList());
  }

  /**
   * Gives a builder what was kept for it.
   *
   * @param name of what was wanted of the chunks
   * @throws BadMedia if some chunk has nothing for it
   */
  void give(ArtifactSpec spec, String name, ArtifactBuilder builder, BuildContext context)
      throws Failure {
    try {
      Files.createDirectories(context.out(""));
      for (int position = 0; position < chunks.size(); position++) {
        Chunk chunk = chunks.get(position);
        if (spec.products().stream().anyMatch(chunk::has)) {
          builder.loadChunk(new SavedChunk(chunk, files(position, name)), context);
        }
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private Map<String, Path> files(int position, String name) throws IOException, BadMedia {
    List<Artifact> mine = new ArrayList<>();
    kept.get(position).artifacts().stream()
        .filter(artifact -> artifact.role().equals(name))
        .forEach(mine::add);
    if (mine.isEmpty()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "A chunk of this file cannot be decoded; export it again from the program that made it.",
          "nothing of " + name + " was kept of " + chunks.get(position));
    }
    Map<String, Path> files = new HashMap<>();
    for (Artifact artifact : mine) {
      String stored = ArtifactWriter.name(artifact);
      // The key of what made it is in front.
      String file = stored.substring(stored.indexOf('-') + 1);
      files.put(file, fetched(position, artifact, file));
    }
    return files;
  }

  private Path fetched(int position, Artifact artifact, String file) throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Path to = in.resolve("chunk" + position + "-" + file);
    if (Files.exists(to)) {
      return to;
    }
    try (InputStream bytes = store.open(new ObjectKey(artifact.key()), 0, null)) {
      Files.copy(bytes, to);
      return to;
    } catch (ObjectMissing gone) {
      throw new Missing(position, gone);
    }
  }
}
