package io.patchwork.worker.bench;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.TestLineage;
import io.patchwork.worker.cli.PatchworkCommand;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * {@code infra/bench/run uses}: how long {@code patchwork uses} takes in a store of 10,000 renders
 * (with {@code --quick} of 1,000), each of 8 of 1,000 assets by as many people, by its index and
 * without it, and how long it takes to make the index again, when it is there and of nothing.
 */
final class UsesBench {

  private static final int RENDERS = 10_000;
  private static final int QUICK_RENDERS = 1_000;
  private static final int ASSETS = 1_000;
  private static final int USED = 8;
  private static final FrameRate RATE = FrameRate.of(25, 1);

  private UsesBench() {}

  public static void main(String[] arguments) throws Exception {
    try (Scratch scratch = new Scratch()) {
      Path folder = scratch.folder();
      fill(folder, List.of(arguments).contains("--quick") ? QUICK_RENDERS : RENDERS);
      double[] indexed =
          Stream.of("a7", "p7", "a8", "p8", "a9", "p9")
              .mapToDouble(what -> seconds(folder, what))
              .toArray();
      Figure.print("uses_by_index_s", Pairs.median(indexed), Goal.atMost(0.2));
      Figure.print("uses_by_scan_s", seconds(folder, "p7", "--scan"), Goal.atMost(5));
      Figure.print("uses_rebuild_of_what_is_there_s", seconds(folder, "--rebuild"));
      Scratch.delete(folder.resolve(StoreLayout.USES));
      Figure.print("uses_rebuild_of_nothing_s", seconds(folder, "--rebuild"));
    }
  }

  private static void fill(Path folder, int renders) throws IOException {
    Random random = new Random(16);
    for (int i = 0; i < renders; i++) {
      Id render = new Id("r" + i);
      Sha256 revision = Sha256.of(render.value());
      List<Use> uses = new ArrayList<>();
      List<Credit> credits = new ArrayList<>();
      for (int asset : random.ints(0, ASSETS).distinct().limit(USED).toArray()) {
        Id id = new Id("a" + asset);
        Interval out =
            new Interval(
                RationalTime.ofFrames(uses.size() * 50L, RATE),
                RationalTime.ofFrames((uses.size() + 1) * 50L, RATE));
        uses.add(
            Use.seen(
                0,
                out,
                id,
                Sha256.of(id.value()),
                out,
                Box.WHOLE,
                Box.WHOLE,
                List.of(),
                Fraction.ONE,
                Use.RENDERED,
                null));
        credits.add(
            new Credit(
                id,
                Sha256.of(id.value()),
                List.of(new Contributor(new Id("p" + asset), "Person " + asset, "camera")),
                List.of()));
      }
      Lineage lineage =
          TestLineage.of(
              new RenderRevision(render, revision),
              RationalTime.ofFrames(USED * 50L, RATE),
              RATE,
              0,
              uses,
              List.of(),
              credits,
              List.of());
      write(folder, StoreLayout.lineage(render, revision).value(), Json.bytes(lineage));
      for (Credit credit : credits) {
        Id person = credit.contributors().getFirst().id();
        write(folder, StoreLayout.useOfAsset(credit.asset(), render, revision).value());
        write(folder, StoreLayout.useOfPerson(person, render, revision).value());
      }
      write(
          folder,
          StoreLayout.latestRevision(render).value(),
          Json.bytes(new LatestRevision(render, revision, null)));
    }
  }

  private static void write(Path folder, String key, byte... bytes) throws IOException {
    Path file = folder.resolve(key);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static double seconds(Path folder, String... arguments) {
    List<String> all = new ArrayList<>(List.of("uses", "--local", folder.toString()));
    all.addAll(List.of(arguments));
    long start = System.nanoTime();
    PrintStream out = System.out;
    try {
      System.setOut(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      int exit = PatchworkCommand.commandLine().execute(all.toArray(String[]::new));
      if (exit != 0) {
        throw new AssertionError(all + " ended with " + exit);
      }
    } finally {
      System.setOut(out);
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
