package io.patchwork.worker.production;

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

/** What was kept of all parts of a long source, to be joined. For one job. */
final class KeptParts {

  private final ObjectStore store;
  private final Path folder;
  private final List<Part> parts;
  private final List<Findings> kept;

  /** What was kept of a part was there when it was marked and is gone. */
  static final class Gone extends RuntimeException {
    private final int position;

    Gone(int position, @Nullable Throwable cause) {
      super("part " + position + " is gone", cause);
      this.position = position;
    }

    int position() {
      return position;
    }
  }

  /**
   * All parts.
   *
   * @param folder of the job; what is joined is brought into {@code in}
   * @param kept of each part, in their order
   */
  KeptParts(ObjectStore store, Path folder, List<Part> parts, List<Findings> kept) {
    this.store = store;
    this.folder = folder;
    this.parts = List.copyOf(parts);
    this.kept = List.copyOf(kept);
  }

  /** What people should know of the parts. */
  Findings damage() {
    return Findings.ofWarnings(
        kept.stream().flatMap(each -> each.warnings().stream()).distinct().toList());
  }

  /**
   * Gives a harvest what was kept for it.
   *
   * @param name of what was wanted of the parts
   * @throws BadMedia if some part has nothing for it
   */
  void give(Contribution contribution, String name, Harvest harvest, Bench bench) throws Failure {
    try {
      Files.createDirectories(bench.out(""));
      for (int position = 0; position < parts.size(); position++) {
        Part part = parts.get(position);
        if (contribution.products().stream().anyMatch(part::has)) {
          harvest.take(new Kept(part, files(position, name)), bench);
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
          "A part of this file cannot be decoded; export it again from the program that made it.",
          "nothing of " + name + " was kept of " + parts.get(position));
    }
    Map<String, Path> files = new HashMap<>();
    for (Artifact artifact : mine) {
      String stored = Shelf.name(artifact);
      // The key of what made it is in front.
      String file = stored.substring(stored.indexOf('-') + 1);
      files.put(file, fetched(position, artifact, file));
    }
    return files;
  }

  private Path fetched(int position, Artifact artifact, String file) throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Path to = in.resolve("part" + position + "-" + file);
    if (Files.exists(to)) {
      return to;
    }
    try (InputStream bytes = store.open(new ObjectKey(artifact.key()), 0, null)) {
      Files.copy(bytes, to);
      return to;
    } catch (ObjectMissing gone) {
      throw new Gone(position, gone);
    }
  }
}
