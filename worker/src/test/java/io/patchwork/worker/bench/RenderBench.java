package io.patchwork.worker.bench;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Render;
import io.patchwork.worker.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a film of dissolves and titles costs in segments beside one FFmpeg with one graph and the
 * same encoder settings, and beside MLT; how much memory it takes; what it costs again after a
 * change; and whether its segments are the same bytes whenever they are made.
 */
public final class RenderBench {

  private static final int RENDERS = 8;

  private final int pairs;
  private final Pairs ratios;
  private final Path folder;
  private int films;
  private final CrossedFilm film;

  private RenderBench(Path folder, boolean isQuick) throws Exception {
    this.pairs = isQuick ? 1 : 3;
    this.ratios = new Pairs(pairs);
    this.folder = folder;
    this.film = new CrossedFilm(folder, isQuick ? 6 : 20);
  }

  /**
   * Measures.
   *
   * @param args {@code --quick} for a short film once
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
          "<=1.10",
          "<=1.15",
          () -> afresh(cluster),
          () -> film.oneGraph(titles));
      long ours = PeakMemory.during(() -> afresh(cluster));
      long graph = PeakMemory.during(() -> film.oneGraph(titles));
      System.out.printf(
          Locale.ROOT,
          "  the largest FFmpeg: %d MiB of ours, %d MiB with one graph%n"
              + "RATIO largest_ffmpeg_over_one_graph %.3f <=0.25%n",
          ours >> 20,
          graph >> 20,
          (double) ours / graph);
      estimate(cluster);
      melt(cluster);
      changed(cluster, "one_picture_changed_over_whole_cpu", "<=0.12", false);
      changed(cluster, "one_clip_and_its_sound_changed_over_whole_cpu", "<=0.17", true);
      unchanged(cluster);
      sameBytes(cluster);
    }
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
    System.out.printf(
        Locale.ROOT,
        "RATIO estimate_over_cpu %.3f >=0.5 and <=2 (%.1f s said)%n",
        said / took,
        said);
  }

  private void melt(TestCluster cluster) throws Exception {
    if (!Footage.isInstalled("melt")) {
      System.out.println("NOT MEASURED render_over_melt: melt is not installed");
      return;
    }
    ratios.print("render_over_melt_cpu", "<=0.85", () -> afresh(cluster), film::melt);
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

  private void changed(TestCluster cluster, String name, String goal, boolean isHeard)
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
    Arrays.sort(shares);
    System.out.printf(Locale.ROOT, "RATIO %s %.3f %s%n", name, shares[pairs / 2], goal);
  }

  private void unchanged(TestCluster cluster) throws Exception {
    render(cluster, 0, false);
    long before = System.nanoTime();
    render(cluster, 0, false);
    System.out.printf(
        Locale.ROOT, "TIME unchanged_wall %.3f s <1%n", (System.nanoTime() - before) / 1e9);
  }

  /** While others keep the machine busy. */
  private void sameBytes(TestCluster cluster) throws Exception {
    Map<String, Integer> films = new HashMap<>();
    try (Load _ = new Load(2)) {
      for (int i = 0; i < (pairs == 1 ? 2 : RENDERS); i++) {
        films.merge(afresh(cluster).output().sha256().hex(), 1, Integer::sum);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "RATIO different_films_under_load %d <=1 (of %d)%n",
        films.size(),
        films.values().stream().mapToInt(each -> each).sum());
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
