package io.patchwork.worker.bench;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Render;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.client.PendingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many films more workers make in the same time, each worker with one slot and half a core, on
 * a real broker and a real S3 API: four films are asked for at once. And how much sooner one film
 * is there.
 */
public final class ScaleBench {

  private static final int FILMS = 4;
  private static final int ASSETS = 4;

  private final boolean isQuick;
  private final Path folder;
  private final RealCluster cluster;
  private final int films;
  private final CrossedFilm film;
  private int renders;

  private ScaleBench(Path folder, int films, int clips, boolean isQuick) throws Exception {
    this.isQuick = isQuick;
    this.folder = folder;
    this.cluster = new RealCluster(folder);
    this.films = films;
    this.film = new CrossedFilm(folder, clips, isQuick ? films : ASSETS);
  }

  /**
   * Measures.
   *
   * @param args {@code --quick} for short films, {@code --one} for one long one
   */
  public static void main(String[] args) throws Exception {
    boolean isOne = List.of(args).contains("--one");
    boolean isQuick = List.of(args).contains("--quick");
    int clips = isQuick ? 2 : 40;
    int films = isOne ? 1 : isQuick ? 2 : FILMS;
    try (Scratch scratch = new Scratch()) {
      ScaleBench bench = new ScaleBench(scratch.folder(), films, clips / films, isQuick);
      try (bench.cluster) {
        bench.run();
      }
    }
    System.exit(0);
  }

  private void run() throws Exception {
    try (WorkerProcess _ = cluster.worker("ingests", Map.of())) {
      for (int i = 0; i < film.sources().size(); i++) {
        TestCluster.asset(cluster.run(cluster.ingest("film-" + i, "ana", film.sources().get(i))));
      }
    }
    double alone = 0;
    for (int workers : isQuick ? List.of(1, 2) : List.of(1, 2, 4)) {
      Optional<Double> seconds = rendered(workers);
      if (seconds.isEmpty()) {
        Figure.printMissing("workers_of_linear", "this user may make no control groups");
        return;
      }
      alone = workers == 1 ? seconds.get() : alone;
      if (workers == 1) {
        continue;
      }
      Figure.print(
          workers + "_workers_" + (films == 1 ? "one_film" : "films") + "_of_linear",
          alone / seconds.get() / workers,
          Goal.atLeast(0.85));
    }
  }

  private void render(String profile) throws Exception {
    List<PendingJob> all = new ArrayList<>();
    for (int i = 0; i < films; i++) {
      Source.Stored timeline = cluster.timeline(film.other(i).bytes());
      all.add(
          cluster
              .client()
              .send(Render.of(new Id("film-" + renders++), timeline, profile), "bench"));
    }
    for (PendingJob pending : all) {
      TestCluster.film(pending.await(event -> {}));
      pending.close();
    }
  }

  private void forget() {
    for (String key : cluster.keys("segments/")) {
      cluster.store().delete(new ObjectKey(key));
    }
  }

  /** Seconds until films are there that nothing was made of before, by workers that are warm. */
  private Optional<Double> rendered(int count) throws Exception {
    List<CpuShare> shares = new ArrayList<>();
    List<WorkerProcess> workers = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        String name = "patchwork-" + ProcessHandle.current().pid() + "-" + count + "-" + i;
        Optional<CpuShare> share = CpuShare.half(name);
        if (share.isEmpty()) {
          return Optional.empty();
        }
        shares.add(share.get());
        workers.add(
            new WorkerProcess(
                folder.resolve(name),
                cluster.settings(Map.of("PATCHWORK_SLOTS", "1")),
                share.get().command(WorkerProcess.patchwork("worker"))));
      }
      render("preview");
      forget();
      long start = System.nanoTime();
      render("hd");
      return Optional.of((System.nanoTime() - start) / 1e9);
    } finally {
      for (WorkerProcess worker : workers) {
        worker.terminate();
      }
      for (CpuShare share : shares) {
        share.close();
      }
    }
  }
}
