package io.patchwork.worker.bench;

import io.patchwork.common.process.Command;
import io.patchwork.common.process.Exit;
import io.patchwork.common.process.Limits;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.common.process.Sandbox;
import io.patchwork.worker.Sandboxes;
import io.patchwork.worker.ffmpeg.FfmpegBinaries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the isolation of a child process costs. */
public final class IsolationBench {

  private static final Duration TIME = Duration.ofMinutes(1);
  private static final List<String> NOTHING = List.of("-version");

  /** Takes about a second of wall on two cores. */
  private static final List<String> ENCODE =
      List.of(
          "-v error -f lavfi -i testsrc2=size=1280x720:rate=25:duration=4 -c:v libx264 -preset fast -f null -"
              .split(" ", -1));

  private final Path folder;
  private final int times;

  private IsolationBench(Path folder, boolean isQuick) {
    this.folder = folder;
    this.times = isQuick ? 8 : 40;
  }

  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch()) {
      new IsolationBench(scratch.folder(), List.of(args).contains("--quick")).run();
    }
  }

  private void run() throws Exception {
    List<Sandbox> sandboxes = new ArrayList<>(List.of(new NoSandbox()));
    for (Map.Entry<Sandbox, Optional<String>> tried :
        Sandboxes.tried(FfmpegBinaries.locate().ffmpeg(), folder.resolve("box")).entrySet()) {
      tried
          .getValue()
          .ifPresentOrElse(
              problem -> Figure.printMissing(tried.getKey().name() + "_millis", problem),
              () -> sandboxes.add(tried.getKey()));
    }
    double[] nothing = medians(sandboxes, NOTHING);
    double[] encode = medians(sandboxes, ENCODE);
    for (int i = 1; i < sandboxes.size(); i++) {
      String name = sandboxes.get(i).name();
      Figure.print(name + "_millis", nothing[i] - nothing[0], Goal.atMost(25));
      Figure.print(name + "_encode_ratio", encode[i] / encode[0], Goal.atMost(1.02));
    }
    System.out.printf(Locale.ROOT, "without a sandbox: %.1f and %.1f ms%n", nothing[0], encode[0]);
  }

  /** The median wall of a command in each sandbox, in milliseconds. */
  private double[] medians(List<Sandbox> sandboxes, List<String> arguments) throws Exception {
    double[][] millis = new double[sandboxes.size()][times];
    for (int time = -1; time < times; time++) {
      for (int i = 0; i < sandboxes.size(); i++) {
        double took = millis(sandboxes.get(i), arguments);
        // The first warms up.
        if (time >= 0) {
          millis[i][time] = took;
        }
      }
    }
    return Arrays.stream(millis).mapToDouble(IsolationBench::median).toArray();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[values.length / 2 - 1] + values[values.length / 2]) / 2;
  }

  private double millis(Sandbox sandbox, List<String> arguments) throws Exception {
    Limits limits = new Limits(4L << 30, 16L << 30, TIME, 1 << 20, TIME, TIME);
    Path job = folder.resolve("job");
    try (LocalChildProcesses children = new LocalChildProcesses(sandbox)) {
      Command command = new Command(FfmpegBinaries.locate().ffmpeg(), arguments, job, limits);
      long begun = System.nanoTime();
      Exit exit = children.run(command, line -> {});
      double took = (System.nanoTime() - begun) / 1e6;
      if (!exit.isSuccess()) {
        throw new AssertionError(exit.errors());
      }
      return took;
    } finally {
      Scratch.delete(job);
    }
  }
}
