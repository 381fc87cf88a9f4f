package io.patchwork.worker.c2pa;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.bench.Figure;
import io.patchwork.worker.bench.Goal;
import io.patchwork.worker.jobs.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How large the manifest of a film of 400 sources is, and how long it takes to write. */
final class SigningBench {

  private static final int SOURCES = 400;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_MILLIS = 1000;

  private SigningBench() {}

  /** Signs the film several times; the first is by a JVM that signed nothing before. */
  public static void main(String[] none) throws Exception {
    Path folder = Files.createTempDirectory("patchwork-bench");
    Signers signers = new TestCredential(folder).signers();
    byte[] film = StoredFilm.resource("patchwork-unsigned.mp4");
    long worst = 0;
    long bytes = 0;
    for (int i = 0; i < 5; i++) {
      ObjectStore store = new FileObjectStore(folder.resolve("store-" + i));
      RenderRevision revision =
          StoredFilm.put(store, ManySources.lineage(SOURCES), film, "film.mp4", "video/mp4");
      Path work = Files.createDirectory(folder.resolve("work-" + i));
      long start = System.nanoTime();
      RenderSigner.Signed signed =
          new RenderSigner(store).sign(revision, Optional.empty(), signers, work);
      long millis = (System.nanoTime() - start) / 1_000_000;
      worst = Math.max(worst, millis);
      bytes = Files.size(signed.file()) - film.length;
      System.out.printf(
          Locale.ROOT, "  %d sources: %d bytes, %d ms%n", signed.ingredients(), bytes, millis);
    }
    Workspaces.delete(folder);
    Figure.print("manifest_bytes", (double) bytes, Goal.atMost(MAX_BYTES));
    Figure.print("slowest_signing_ms", (double) worst, Goal.atMost(MAX_MILLIS));
    System.exit(0);
  }
}
