package io.patchwork.worker.bench;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Render;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.client.PendingJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Whether a render gets faster with a worker that joins in its middle: one worker makes a film of
 * forty segments alone, then another such film, of which a second worker does a part: it joins
 * after a quarter, and the first leaves after three. Each has half a core. With workers that cost
 * nothing to start, the second film takes three quarters of the time of the first.
 */
public final class JoinBench {

  private static final int CLIPS = 29;
  private static final int ASSETS = 4;
  private static final double JOINS = 0.25;
  private static final double LEAVES = 0.75;

  private final Path folder;
  private final RealCluster cluster;
  private final CrossedFilm film;

  private JoinBench(Path folder) throws Exception {
    this.folder = folder;
    this.cluster = new RealCluster(folder);
    this.film = new CrossedFilm(folder, CLIPS, ASSETS);
  }

  public static void main(String[] none) throws Exception {
    try (Scratch scratch = new Scratch()) {
      JoinBench bench = new JoinBench(scratch.folder());
      try (bench.cluster) {
        bench.run();
      }
    }
    System.exit(0);
  }

  private void run() throws Exception {
    try (WorkerProcess _ = cluster.worker("ingests", Map.of())) {
      for (int i = 0; i < ASSETS; i++) {
        TestCluster.asset(cluster.run(cluster.ingest("film-" + i, "ana", film.sources().get(i))));
      }
    }
    Optional<Half> first = half("first");
    if (first.isEmpty()) {
      Figure.printMissing("joined_over_alone_wall", "this user may make no control groups");
      return;
    }
    Half one = first.get();
    try {
      double alone = render(0, event -> {});
      CompletableFuture<Half> joined = new CompletableFuture<>();
      CompletableFuture<Void> left = new CompletableFuture<>();
      double together =
          render(
              1,
              event -> {
                if (event instanceof JobEvent.Progressed progress) {
                  double part = (double) progress.done() / progress.total();
                  if (part >= JOINS && !joined.isDone()) {
                    joined.complete(half("second").orElseThrow());
                  }
                  if (part >= LEAVES && joined.isDone() && !left.isDone()) {
                    left.complete(null);
                    one.worker().terminate();
                  }
                }
              });
      joined.join().stop();
      System.out.printf(
          Locale.ROOT,
          "  alone %.1f s, with one that joined %.1f s; the first left: %b%n",
          alone,
          together,
          left.isDone());
      Figure.print("joined_over_alone_wall", together / alone, Goal.atMost(0.85));
    } finally {
      one.stop();
    }
  }

  /** What to do at an event. */
  private interface Reaction {
    void to(JobEvent event) throws Exception;
  }

  private double render(int turn, Reaction reaction) throws Exception {
    Source.Stored timeline = cluster.timeline(film.other(turn).bytes());
    long began = System.nanoTime();
    try (PendingJob pending =
        cluster.client().send(Render.of(new Id("film-" + turn), timeline, "preview"), "bench")) {
      Result.OfRender made =
          TestCluster.film(
              pending.await(event -> {
                try {
                  reaction.to(event);
                } catch (Exception e) {
                  throw new CompletionException(e);
                }
              }));
      System.out.println("  " + made.segments());
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private record Half(WorkerProcess worker, CpuShare share) {
    void stop() throws Exception {
      worker.terminate();
      share.close();
    }
  }

  /** A worker with half a core; none where this process may make no control groups. */
  private Optional<Half> half(String name) throws Exception {
    Optional<CpuShare> share =
        CpuShare.half("patchwork-" + ProcessHandle.current().pid() + "-" + name);
    if (share.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Half(
            new WorkerProcess(
                folder.resolve(name),
                cluster.settings(Map.of("PATCHWORK_SLOTS", "1")),
                share.get().command(List.of("worker/bin/patchwork", "worker"))),
            share.get()));
  }
}
