package io.patchwork.worker.bench;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Render;
import io.patchwork.worker.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a film of dissolves and titles costs in segments beside one FFmpeg with one graph and the
 * same encoder settings, and beside MLT; how much memory it takes; what it costs again after a
 * change; and whether its segments are the same bytes whenever they are made.
 */
public final class RenderBench {

  private static final int RENDERS = 8;

  private final boolean isQuick;
  private final int pairs;
  private final Pairs ratios;
  private final Path folder;
  private int films;
  private final CrossedFilm film;

  private RenderBench(Path folder, boolean isQuick) throws Exception {
    this.isQuick = isQuick;
    this.pairs = isQuick ? 1 : 3;
    this.ratios = new Pairs(pairs);
    this.folder = folder;
    this.film = new CrossedFilm(folder, isQuick ? 2 : 20, isQuick ? 1 : 4);
  }

  /**
   * Measures.
   *
   * @param args {@code --quick} for a short film once, beside one FFmpeg and after one change only
   */
  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new RenderBench(scratch.folder(), List.of(args).contains("--quick")).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    try (TestCluster cluster = Footage.cluster(folder)) {
      for (int i = 0; i < film.sources().size(); i++) {
        TestCluster.asset(cluster.ingest("film-" + i, film.sources().get(i)));
      }
      render(cluster, 0, false);
      Map<Integer, Path> titles = titles();
      ratios.printBoth(
          "render_over_one_graph",
          Goal.atMost(1.10),
          Goal.atMost(1.15),
          () -> afresh(cluster),
          () -> film.oneGraph(titles));
      changed(cluster, "one_picture_changed_over_whole_cpu", Goal.atMost(0.12), false);
      unchanged(cluster);
      if (!isQuick) {
        memory(cluster, titles);
        estimate(cluster);
        melt(cluster);
        changed(cluster, "one_clip_and_its_sound_changed_over_whole_cpu", Goal.atMost(0.17), true);
        sameBytes(cluster);
      }
    }
  }

  private void memory(TestCluster cluster, Map<Integer, Path> titles) throws Exception {
    long ours = PeakMemory.during(() -> afresh(cluster));
    long graph = PeakMemory.during(() -> film.oneGraph(titles));
    System.out.printf(
        Locale.ROOT,
        "  the largest FFmpeg: %d MiB of ours, %d MiB with one graph%n",
        ours >> 20,
        graph >> 20);
    Figure.print("largest_ffmpeg_over_one_graph", (double) ours / graph, Goal.atMost(0.25));
  }

  private Result.OfRender render(TestCluster cluster, int shift, boolean isHeard) throws Exception {
    return TestCluster.film(
        cluster.render("film-" + films, film.timeline(shift, isHeard).bytes(), "final"));
  }

  /** As if nothing had ever been rendered. */
  private Result.OfRender afresh(TestCluster cluster) throws Exception {
    forget();
    return render(cluster, 0, false);
  }

  /** Another film, so that what is still on its way for the one before finds that one's end. */
  private void forget() throws Exception {
    films++;
    Scratch.delete(Footage.store(folder).resolve("segments"));
  }

  /** What {@code --plan} says beside what it takes. */
  private void estimate(TestCluster cluster) throws Exception {
    forget();
    Render job =
        Render.of(
            new Id("film-" + films), cluster.timeline(film.timeline(0, false).bytes()), "final");
    double said = cluster.worker().rendering().preview(job, folder.resolve("preview")).seconds();
    double took = Pairs.cost(() -> render(cluster, 0, false));
    Figure.print("estimate_over_cpu", said / took, Goal.between(0.5, 2));
  }

  private void melt(TestCluster cluster) throws Exception {
    if (!Footage.isInstalled("melt")) {
      Figure.printMissing("render_over_melt_cpu", "melt is not installed");
      return;
    }
    ratios.print("render_over_melt_cpu", Goal.atMost(0.85), () -> afresh(cluster), film::melt);
    Path ours = cluster.fetch(afresh(cluster).output().key(), folder.resolve("ours.mp4"));
    Path melt = film.melt();
    System.out.printf(
        Locale.ROOT,
        "  beside the sources: SSIM %.4f and XPSNR %.2f dB in %d KiB of ours, %.4f and %.2f dB in"
            + " %d KiB of melt%n",
        film.likeness(ours, "ssim"),
        film.likeness(ours, "xpsnr"),
        Files.size(ours) >> 10,
        film.likeness(melt, "ssim"),
        film.likeness(melt, "xpsnr"),
        Files.size(melt) >> 10);
  }

  private void changed(TestCluster cluster, String name, Goal goal, boolean isHeard)
      throws Exception {
    double[] shares = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      double whole = Pairs.cost(() -> afresh(cluster));
      int shift = i + 3;
      double change = Pairs.cost(() -> render(cluster, shift, isHeard));
      shares[i] = change / whole;
      System.out.printf(
          Locale.ROOT, "  %s pair %d: %.2f s of %.2f s%n", name, i + 1, change, whole);
    }
    Figure.print(name, Pairs.median(shares), goal);
  }

  private void unchanged(TestCluster cluster) throws Exception {
    render(cluster, 0, false);
    long before = System.nanoTime();
    render(cluster, 0, false);
    Figure.print("unchanged_wall_s", (System.nanoTime() - before) / 1e9, Goal.atMost(1));
  }

  /** While others keep the machine busy. */
  private void sameBytes(TestCluster cluster) throws Exception {
    Set<List<Sha256>> films = new HashSet<>();
    try (Load _ = new Load(2)) {
      for (int i = 0; i < RENDERS; i++) {
        afresh(cluster);
        films.add(segments());
      }
    }
    Figure.print("different_films_under_load", films.size(), Goal.atMost(1));
  }

  /** Of the film's segments, whose keys give their order; the film itself names its render. */
  private List<Sha256> segments() throws Exception {
    List<Sha256> digests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Footage.store(folder).resolve("segments"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digests.add(Sha256.of(Files.readAllBytes(file)));
      }
    }
    if (digests.isEmpty()) {
      throw new AssertionError("no segments are stored");
    }
    return digests;
  }

  /** Words that we drew. */
  private Map<Integer, Path> titles() throws Exception {
    try (Stream<Path> drawn = Files.list(Footage.store(folder).resolve("text"))) {
      List<Path> all = drawn.filter(file -> file.toString().endsWith(".png")).sorted().toList();
      Map<Integer, Path> titles = new HashMap<>();
      film.titled().forEach(clip -> titles.put(clip, all.get(titles.size() % all.size())));
      return titles;
    }
  }
}
