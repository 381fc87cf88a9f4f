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
  private static final int CLIP = 360;
  private static final int CLIPS = 5;
  private static final int SECONDS = 15;

  private final Path folder;
  private final List<Path> sources = new ArrayList<>();
  private int renders;

  private CopyBench(Path folder) throws Exception {
    this.folder = folder;
    for (int i = 0; i < CLIPS; i++) {
      sources.add(Footage.write(folder, i, SECONDS));
    }
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new CopyBench(scratch.folder()).run(List.of(args).contains("--quick") ? 1 : 3);
    }
    System.exit(0);
  }

  private static int start(int clip) {
    return 11 + 13 * clip;
  }

  private void run(int pairs) throws Exception {
    try (TestCluster cluster = Footage.cluster(folder)) {
      for (int i = 0; i < CLIPS; i++) {
        TestCluster.asset(cluster.ingest("film-" + i, sources.get(i)));
      }
      long encoded = 0;
      for (int i = 0; i < CLIPS; i++) {
        long first = Math.ceilDiv(start(i), GROUP) * (long) GROUP;
        long end = (long) (start(i) + CLIP) / GROUP * GROUP;
        encoded += CLIP - (end - first);
      }
      double share = (double) encoded / (CLIPS * CLIP);
      System.out.printf(Locale.ROOT, "  share of frames that must be encoded: %.3f%n", share);
      new Pairs(pairs)
          .print(
              "cuts_of_12_s_over_one_graph_cpu",
              Goal.atMost(0.05 + 1.15 * share),
              () -> render(cluster),
              this::oneGraph);
    }
  }

  private void render(TestCluster cluster) throws Exception {
    Scratch.delete(Footage.store(folder).resolve("segments"));
    Otio otio = new Otio(Integer.toString(RATE));
    List<String> clips = new ArrayList<>();
    for (int i = 0; i < CLIPS; i++) {
      clips.add(otio.clip("asset:film-" + i, start(i), CLIP));
    }
    otio.track("Video", clips.toArray(String[]::new));
    otio.track("Audio", clips.toArray(String[]::new));
    Result.OfRender film =
        TestCluster.film(cluster.render("cuts-" + renders++, otio.bytes(), "final"));
    if (film.segments().copied() < CLIPS) {
      throw new IllegalStateException("only so much was copied: " + film.segments());
    }
  }

  /** The same cuts by one FFmpeg, as somebody would write it by hand. */
  private void oneGraph() throws Exception {
    List<String> arguments = new ArrayList<>();
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < CLIPS; i++) {
      arguments.addAll(
          List.of(
              "-ss",
              String.format(Locale.ROOT, "%.6f", start(i) / (double) RATE),
              "-t",
              Integer.toString(CLIP / RATE),
              "-i",
              sources.get(i).toString()));
      graph.append("[%d:v]fps=30,format=yuv420p,setpts=PTS-STARTPTS[v%d];".formatted(i, i));
      graph.append("[%d:a]asetpts=PTS-STARTPTS[a%d];".formatted(i, i));
    }
    for (int i = 0; i < CLIPS; i++) {
      graph.append("[v%d][a%d]".formatted(i, i));
    }
    graph.append("concat=n=").append(CLIPS).append(":v=1:a=1[picture][sound]");
    arguments.addAll(List.of("-filter_complex", graph.toString(), "-map", "[picture]"));
    arguments.addAll(List.of("-map", "[sound]"));
    arguments.addAll(Footage.ENCODER);
    arguments.addAll(
        List.of("-c:a", "aac", "-b:a", "192k", folder.resolve("one-graph.mp4").toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
  }
}
