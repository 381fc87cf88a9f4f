package io.patchwork.worker.bench;

import io.patchwork.schema.event.Result;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a film of dissolves and titles costs in segments beside one FFmpeg with one graph and the
 * same encoder settings, and what it costs again after a change.
 */
public final class RenderBench {

  private static final int RATE = 30;
  private static final int CLIP = 90;
  private static final int REACH = 7;
  private static final int ASSETS = 4;
  private static final int SECONDS = 12;

  private final int pairs;
  private final int clips;
  private final Pairs ratios;
  private final Path folder;
  private final List<Path> sources = new ArrayList<>();

  private RenderBench(boolean isQuick) throws Exception {
    this.pairs = isQuick ? 1 : 3;
    this.clips = isQuick ? 6 : 20;
    this.ratios = new Pairs(pairs);
    this.folder = Files.createTempDirectory("patchwork-bench");
    for (int i = 0; i < ASSETS; i++) {
      sources.add(Footage.write(folder, i, SECONDS));
    }
  }

  public static void main(String[] args) throws Exception {
    RenderBench bench = new RenderBench(List.of(args).contains("--quick"));
    try {
      bench.run();
    } finally {
      Footage.delete(bench.folder);
    }
    System.exit(0);
  }

  private static int start(int clip) {
    return 20 + 37 * clip % 200;
  }

  /** Clips that dissolve into each other, a title on every fourth, the sound of each. */
  private Otio timeline(int shift, boolean isHeard) {
    Otio otio = new Otio(Integer.toString(RATE));
    List<String> picture = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    List<String> sound = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      String asset = "asset:film-" + i % ASSETS;
      int moved = i == clips / 2 ? shift : 0;
      if (i > 0) {
        picture.add(otio.transition(REACH, REACH));
      }
      picture.add(otio.clip(asset, start(i) + moved, CLIP));
      sound.add(otio.clip(asset, start(i) + (isHeard ? moved : 0), CLIP));
      titles.add(
          i % 4 == 1
              ? otio.generator(
                  "Title", "\"text\":\"Title number " + i + "\",\"vertical\":\"bottom\"", CLIP)
              : otio.gap(CLIP));
    }
    return otio.track("Video", picture.toArray(String[]::new))
        .track("Video", titles.toArray(String[]::new))
        .track("Audio", sound.toArray(String[]::new));
  }

  private void run() throws Exception {
    try (TestCluster cluster =
        new TestCluster(
            folder.resolve("cluster"),
            Map.of(
                "PATCHWORK_SANDBOX",
                "none",
                // The test's queue is hasty: a render would be looked after while it is at work.
                "PATCHWORK_RETRY",
                "30m,2h,10h"))) {
      for (int i = 0; i < ASSETS; i++) {
        TestCluster.asset(cluster.ingest("film-" + i, sources.get(i)));
      }
      render(cluster, 0, false);
      ratios.print(
          "render_over_one_graph_cpu",
          "<=1.10",
          () -> {
            forget();
            render(cluster, 0, false);
          },
          this::oneGraph);
      changed(cluster, "one_picture_changed_over_whole_cpu", "<=0.12", false);
      changed(cluster, "one_clip_and_its_sound_changed_over_whole_cpu", "<=0.17", true);
      unchanged(cluster);
    }
  }

  private Result.OfRender render(TestCluster cluster, int shift, boolean isHeard) throws Exception {
    return TestCluster.film(cluster.render("film", timeline(shift, isHeard).bytes(), "final"));
  }

  /** As if nothing had ever been rendered. */
  private void forget() throws Exception {
    for (String prefix : List.of("segments", "renders")) {
      Footage.delete(folder.resolve("cluster/store").resolve(prefix));
    }
  }

  private void changed(TestCluster cluster, String name, String goal, boolean isHeard)
      throws Exception {
    double[] shares = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      forget();
      double whole = Pairs.cost(() -> render(cluster, 0, false));
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

  /** The same film by one FFmpeg, as somebody would write it by hand. */
  private void oneGraph() throws Exception {
    List<String> arguments = new ArrayList<>();
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < clips; i++) {
      int lead = i == 0 ? 0 : REACH;
      int tail = i == clips - 1 ? 0 : REACH;
      double from = (start(i) - lead) / (double) RATE;
      double length = (CLIP + lead + tail) / (double) RATE;
      arguments.addAll(
          List.of(
              "-ss",
              String.format(Locale.ROOT, "%.6f", from),
              "-t",
              String.format(Locale.ROOT, "%.6f", length),
              "-i",
              sources.get(i % ASSETS).toString()));
      graph.append(
          "[%d:v]fps=30,format=yuv420p,settb=1/30,setpts=PTS-STARTPTS[v%d];".formatted(i, i));
      graph.append(
          "[%d:a]atrim=start=%f:duration=%f,asetpts=PTS-STARTPTS[a%d];"
              .formatted(i, lead / (double) RATE, CLIP / (double) RATE, i));
    }
    String last = "v0";
    for (int i = 1; i < clips; i++) {
      double offset = (CLIP * i - REACH) / (double) RATE;
      graph.append(
          "[%s][v%d]xfade=transition=fade:duration=%f:offset=%f[x%d];"
              .formatted(last, i, 2 * REACH / (double) RATE, offset, i));
      last = "x" + i;
    }
    for (int i = 1; i < clips; i += 4) {
      int input = clips + i / 4;
      arguments.addAll(List.of("-i", title(i).toString()));
      graph.append(
          "[%s][%d:v]overlay=enable='between(n,%d,%d)':eof_action=repeat[o%d];"
              .formatted(last, input, CLIP * i, CLIP * i + CLIP - 1, i));
      last = "o" + i;
    }
    graph.append("[").append(last).append("]format=yuv420p[picture];");
    for (int i = 0; i < clips; i++) {
      graph.append("[a").append(i).append("]");
    }
    graph.append("concat=n=").append(clips).append(":v=0:a=1[sound]");
    arguments.addAll(List.of("-filter_complex", graph.toString()));
    arguments.addAll(
        List.of(
            "-map",
            "[picture]",
            "-map",
            "[sound]",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "22",
            "-profile:v",
            "high",
            "-g",
            "60",
            "-keyint_min",
            "60",
            "-sc_threshold",
            "0",
            "-bf",
            "3",
            "-refs",
            "3",
            "-c:a",
            "aac",
            "-b:a",
            "192k",
            folder.resolve("one-graph.mp4").toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
  }

  /** Words that we drew: who draws them is not what is compared. */
  private Path title(int clip) throws Exception {
    try (Stream<Path> drawn = Files.list(folder.resolve("cluster/store/letters"))) {
      List<Path> all = drawn.filter(file -> file.toString().endsWith(".png")).sorted().toList();
      return all.get(clip / 4 % all.size());
    }
  }
}
