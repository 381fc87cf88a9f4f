package io.patchwork.worker.bench;

import io.patchwork.schema.event.Result;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a film of nothing but cuts costs, most of which is copied from renditions, beside one FFmpeg
 * that encodes all of it.
 */
public final class CopyBench {

  private static final int RATE = 30;
  private static final int GROUP = 60;

  private final int clip;
  private final int clips;
  private final int pairs;
  private final Path folder;
  private final List<Path> sources = new ArrayList<>();
  private int renders;

  private CopyBench(Path folder, boolean isQuick) throws Exception {
    this.folder = folder;
    this.clip = isQuick ? 150 : 360;
    this.clips = isQuick ? 2 : 5;
    this.pairs = isQuick ? 1 : 3;
    for (int i = 0; i < clips; i++) {
      sources.add(Footage.write(folder, i, (start(i) + clip) / RATE + 1));
    }
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new CopyBench(scratch.folder(), List.of(args).contains("--quick")).run();
    }
    System.exit(0);
  }

  private static int start(int number) {
    return 11 + 13 * number;
  }

  private void run() throws Exception {
    try (TestCluster cluster = Footage.cluster(folder)) {
      for (int i = 0; i < clips; i++) {
        TestCluster.asset(cluster.ingest("film-" + i, sources.get(i)));
      }
      long encoded = 0;
      for (int i = 0; i < clips; i++) {
        long first = Math.ceilDiv(start(i), GROUP) * (long) GROUP;
        long end = (long) (start(i) + clip) / GROUP * GROUP;
        encoded += clip - (end - first);
      }
      double share = (double) encoded / (clips * clip);
      System.out.printf(Locale.ROOT, "  share of frames that must be encoded: %.3f%n", share);
      new Pairs(pairs)
          .print(
              "cuts_over_one_graph_cpu",
              Goal.atMost(0.05 + 1.15 * share),
              () -> render(cluster),
              this::oneGraph);
    }
  }

  private void render(TestCluster cluster) throws Exception {
    Scratch.delete(Footage.store(folder).resolve("segments"));
    Otio otio = new Otio(Integer.toString(RATE));
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      shown.add(otio.clip("asset:film-" + i, start(i), clip));
    }
    otio.track("Video", shown.toArray(String[]::new));
    otio.track("Audio", shown.toArray(String[]::new));
    Result.OfRender film =
        TestCluster.film(cluster.render("cuts-" + renders++, otio.bytes(), "final"));
    if (film.segments().copied() < clips) {
      throw new IllegalStateException("only so much was copied: " + film.segments());
    }
  }

  /** The same cuts by one FFmpeg, as somebody would write it by hand. */
  private void oneGraph() throws Exception {
    List<String> arguments = new ArrayList<>();
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < clips; i++) {
      arguments.addAll(
          List.of(
              "-ss",
              String.format(Locale.ROOT, "%.6f", start(i) / (double) RATE),
              "-t",
              Integer.toString(clip / RATE),
              "-i",
              sources.get(i).toString()));
      graph.append("[%d:v]fps=30,format=yuv420p,setpts=PTS-STARTPTS[v%d];".formatted(i, i));
      graph.append("[%d:a]asetpts=PTS-STARTPTS[a%d];".formatted(i, i));
    }
    for (int i = 0; i < clips; i++) {
      graph.append("[v%d][a%d]".formatted(i, i));
    }
    graph.append("concat=n=").append(clips).append(":v=1:a=1[picture][sound]");
    arguments.addAll(List.of("-filter_complex", graph.toString(), "-map", "[picture]"));
    arguments.addAll(List.of("-map", "[sound]"));
    arguments.addAll(Footage.ENCODER);
    arguments.addAll(
        List.of("-c:a", "aac", "-b:a", "192k", folder.resolve("one-graph.mp4").toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
  }
}
