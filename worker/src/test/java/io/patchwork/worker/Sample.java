package io.patchwork.worker;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sources that many tests use and none changes: made, and ingested by the ladder {@code small},
 * once in this process. Each lies in a store that holds nothing else; a cluster gets hard links to
 * it.
 */
public enum Sample {
  /** A hundred frames at 24 a second that tell their number by their luma, 30 + 2n. */
  COUNTER("mp4", file -> TestMedia.counter(file, 100, 24)),
  /** A hundred grey frames at 24 a second, of luma 60. */
  DARK("mp4", file -> TestMedia.counter(file, 100, "24", "60")),
  /** The same of luma 200. */
  LIGHT("mp4", file -> TestMedia.counter(file, 100, "24", "200")),
  /** Seven seconds at 25 that move, with a tone of 440 Hz. */
  FILM("mp4", file -> TestMedia.video(file, 7, "640x360", "25", 440)),
  /** A picture of 4:3. */
  STILL("png", file -> TestMedia.image(file, "400x300")),
  /** A tone of 440 Hz for three seconds. */
  TONE("wav", file -> TestMedia.tone(file, 3, 440)),
  /** A click at the start of each of five seconds. */
  CLICKS("wav", file -> TestMedia.clicks(file, 5));

  private interface Recipe {
    Path make(Path file) throws Exception;
  }

  private static final Map<Sample, Path> STORES = new EnumMap<>(Sample.class);

  private final String extension;
  private final Recipe recipe;

  Sample(String extension, Recipe recipe) {
    this.extension = extension;
    this.recipe = recipe;
  }

  private static final class Library {
    static final Path FOLDER = made();

    private static Path made() {
      try {
        Path folder = Files.createTempDirectory("patchwork-samples");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Workspaces.delete(folder)));
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Where the originals are: a place that a cluster must read from. */
  static Path library() {
    return Library.FOLDER;
  }

  /** The asset's id. */
  public String asset() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What was ingested. */
  public Path file() throws Exception {
    return store().resolveSibling(asset() + "." + extension);
  }

  private Path store() throws Exception {
    synchronized (STORES) {
      Path store = STORES.get(this);
      if (store == null) {
        Path folder = Files.createDirectories(library().resolve(asset()));
        Path source = recipe.make(folder.resolve(asset() + "." + extension));
        try (TestCluster cluster = new TestCluster(folder, Map.of())) {
          TestCluster.asset(cluster.ingest(asset(), source, TestCluster.SMALL));
        }
        store = folder.resolve("store");
        STORES.put(this, store);
      }
      return store;
    }
  }

  /** Makes it an asset of another store, too. */
  void link(Path other) throws Exception {
    Path store = store();
    try (ObjectStore objects = new FileObjectStore(store);
        Stream<StoredObject> all = objects.list("")) {
      for (StoredObject object : all.toList()) {
        Path link = other.resolve(object.key().value());
        if (!Files.exists(link)) {
          Files.createDirectories(link.getParent());
          Path original = store.resolve(object.key().value());
          if (Files.getFileStore(link.getParent()).equals(Files.getFileStore(original))) {
            Files.createLink(link, original);
          } else {
            Files.copy(original, link);
          }
        }
      }
    }
  }
}
