package io.patchwork.worker;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;

/**
 * Renders films of {@link LineageSweep} drawn by chance, decodes them, and compares the samples of
 * each one's sound and the number of its frames with its lineage. Arguments: how many, 40 where
 * there is none, and a seed.
 */
public final class LineageSweepCheck {

  private static final int SECONDS = 12;
  private static final int SAMPLE_RATE = 48_000;

  private LineageSweepCheck() {}

  public static void main(String[] args) throws Exception {
    int number = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 20261127;
    List<LineageSweep.Case> films =
        LineageSweep.drawn(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), number);
    Path folder = Files.createTempDirectory("patchwork-sweep");
    int wrong = 0;
    try (TestCluster cluster = new TestCluster(folder, Map.of())) {
      for (String asset : List.of("a", "b")) {
        Path file = folder.resolve(asset + ".mp4");
        TestMedia.video(file, SECONDS, "320x180", "25", asset.equals("a") ? 300 : 500);
        cluster.ingest(asset, file, TestCluster.SMALL);
      }
      for (int i = 0; i < films.size(); i++) {
        String problem = problem(cluster, films.get(i), "film-" + i, folder);
        wrong += problem.isEmpty() ? 0 : 1;
        System.out.println((problem.isEmpty() ? "RIGHT " : "WRONG ") + films.get(i) + problem);
      }
    }
    System.out.println(wrong + " of " + films.size() + " wrong");
    System.exit(wrong == 0 ? 0 : 1);
  }

  /** What is wrong with a film; empty where nothing is. */
  private static String problem(
      TestCluster cluster, LineageSweep.Case film, String name, Path folder) throws Exception {
    JobEvent end = cluster.render(name, film.otio().bytes(), "prores");
    if (!(end instanceof JobEvent.Completed(var _, Result.OfRender made, var _))) {
      return ": " + end;
    }
    Lineage lineage =
        Json.read(
            Files.readAllBytes(cluster.fetch(made.lineage().key(), folder.resolve(name + ".json"))),
            Lineage.class);
    List<String> problems = Coverage.problems(lineage);
    if (!problems.isEmpty()) {
      return ": " + problems;
    }
    Path file = cluster.fetch(made.output().key(), folder.resolve(name + ".mov"));
    long samples = TestMedia.samples(file).length;
    long wanted = lineage.duration().nearestSample(SAMPLE_RATE);
    long frames = TestMedia.frameDigests(file).size();
    Files.delete(file);
    boolean isJoined =
        film.change() == LineageSweep.Change.CROSSFADE || film.change() == LineageSweep.Change.WIPE;
    int wantedFrames = isJoined ? 2 * film.frames() : film.frames();
    long told = lineage.duration().nearestFrame(Objects.requireNonNull(lineage.frameRate()));
    return samples == wanted && frames == wantedFrames && told == frames
        ? ""
        : ": " + samples + " samples, not " + wanted + "; " + frames + " frames, " + told + " told";
  }
}
