package io.patchwork.worker.bench;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Render;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much sooner a film is there with more workers, each with one slot and half a core, on a real
 * broker and a real S3 API.
 */
public final class ScaleBench {

  private final Path folder = Files.createTempDirectory("patchwork-bench");
  private final RealCluster cluster = new RealCluster(folder);
  private final CrossedFilm film;
  private int renders;

  private ScaleBench(int clips) throws Exception {
    this.film = new CrossedFilm(folder, clips);
  }

  /**
   * Measures.
   *
   * @param args {@code --quick} for a short film
   */
  public static void main(String[] args) throws Exception {
    ScaleBench bench = new ScaleBench(List.of(args).contains("--quick") ? 8 : 40);
    try {
      bench.run();
    } finally {
      bench.cluster.close();
      Footage.delete(bench.folder);
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
    for (int workers : new int[] {1, 2, 4}) {
      Optional<Double> seconds = rendered(workers);
      if (seconds.isEmpty()) {
        System.out.println("NOT MEASURED workers_of_linear: this user may make no control groups");
        return;
      }
      alone = workers == 1 ? seconds.get() : alone;
      System.out.printf(
          Locale.ROOT,
          "RATIO %d_workers_of_linear %.3f >=0.85 (%.1f s)%n",
          workers,
          alone / seconds.get() / workers,
          seconds.get());
    }
  }

  private void render(String profile, int shift) throws Exception {
    String id = "film-" + renders++;
    byte[] timeline = film.timeline(shift, false).bytes();
    JobEvent end = cluster.run(Render.of(new Id(id), cluster.timeline(timeline), profile));
    TestCluster.film(end);
  }

  /** Seconds until a film is there that nothing was made of before, by workers that are warm. */
  private Optional<Double> rendered(int count) throws Exception {
    for (String key : cluster.keys("segments/")) {
      cluster.store().delete(new ObjectKey(key));
    }
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
      render("preview", count);
      long start = System.nanoTime();
      render("hd", 0);
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
