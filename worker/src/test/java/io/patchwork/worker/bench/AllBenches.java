package io.patchwork.worker.bench;

import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code infra/bench/all}: runs the benchmarks one after the other and prints one table of what
 * they measured, beside the figures that were recorded.
 */
public final class AllBenches {

  private static final Path RECORD = Path.of("infra/bench/recorded.json");
  private static final Path PAGE = Path.of("docs/benchmarks.md");
  private static final Path LOGS = Path.of("worker/target/bench");
  private static final String SCRIPT = "infra/bench/run";
  private static final int LAST_LINES = 20;

  /**
   * Figures of one benchmark.
   *
   * @param seconds that it took
   * @param exit its exit code
   */
  record Bench(String name, long seconds, int exit, List<Figure> figures) {}

  /**
   * Figures of all, and where they were measured.
   *
   * @param commit abbreviated; with {@code +} behind it if files were changed
   * @param machine cores and their model
   */
  record Session(
      String commit, String date, String machine, boolean isQuick, List<Bench> benches) {}

  private final boolean isQuick;
  private final Map<String, Figure> before = new HashMap<>();

  private AllBenches(boolean isQuick) throws IOException {
    this.isQuick = isQuick;
    if (Files.exists(RECORD)) {
      Json.MAPPER.readValue(Files.readAllBytes(RECORD), Session.class).benches().stream()
          .flatMap(bench -> bench.figures().stream())
          .forEach(figure -> before.put(figure.name(), figure));
    }
  }

  /**
   * Runs benchmarks in the folder of the checkout.
   *
   * @param args {@code --quick}, {@code --record}, {@code --json FILE}, names; all that there are
   *     without names
   */
  public static void main(String[] args) throws Exception {
    List<String> names = new ArrayList<>(List.of(args));
    boolean isQuick = names.remove("--quick");
    boolean isRecorded = names.remove("--record");
    Path json = null;
    int at = names.indexOf("--json");
    if (at >= 0 && at + 1 < names.size()) {
      json = Path.of(names.remove(at + 1));
      names.remove(at);
    }
    if (isRecorded && !names.isEmpty()) {
      System.err.println("bench: --record keeps the figures of all; name none with it.");
      System.exit(2);
    }
    if (names.isEmpty()) {
      names.addAll(
          lines(isQuick ? List.of(SCRIPT, "--names", "--quick") : List.of(SCRIPT, "--names")));
    }
    AllBenches all = new AllBenches(isQuick);
    List<Bench> benches = new ArrayList<>();
    for (String name : names) {
      benches.add(all.run(name));
    }
    Session session =
        new Session(
            commit(), LocalDate.now(ZoneOffset.UTC).toString(), machine(), isQuick, benches);
    String table = all.table(session);
    System.out.print(table);
    if (json != null) {
      Files.write(json, Json.bytes(session));
    }
    if (isRecorded) {
      Files.write(RECORD, Json.bytes(session));
      Files.writeString(PAGE, page(table, session));
    }
    boolean holds =
        benches.stream()
            .allMatch(bench ->
                bench.exit() == 0
                    && !bench.figures().isEmpty()
                    && bench.figures().stream().allMatch(Figure::holds));
    System.exit(holds ? 0 : 1);
  }

  private Bench run(String name) throws IOException, InterruptedException {
    System.err.printf("bench: %s …%n", name);
    Path log = Files.createDirectories(LOGS).resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of(SCRIPT, name));
    if (isQuick) {
      command.add("--quick");
    }
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int exit = process.waitFor();
    long seconds = (System.nanoTime() - began) / 1_000_000_000;
    List<String> said = Files.readAllLines(log);
    List<Figure> figures = said.stream().map(Figure::parse).flatMap(Optional::stream).toList();
    long missed = figures.stream().filter(figure -> !figure.holds()).count();
    System.err.printf(
        "bench: %s took %d s: %d figures, %d beside their goal%n",
        name, seconds, figures.size(), missed);
    if (figures.isEmpty()) {
      said.stream().skip(Math.max(0, said.size() - LAST_LINES)).forEach(System.err::println);
    }
    return new Bench(name, seconds, exit, figures);
  }

  /** The table as Markdown. */
  private String table(Session session) {
    StringBuilder table =
        new StringBuilder("| benchmark | figure | measured | recorded | goal | |\n")
            .append("| --- | --- | ---: | ---: | --- | --- |\n");
    for (Bench bench : session.benches()) {
      for (Figure figure : bench.figures()) {
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | `%s` | %s | %s | %s | %s |%n",
                bench.name(),
                figure.name(),
                figure.digits(),
                Optional.ofNullable(before.get(figure.name())).map(Figure::digits).orElse(""),
                figure.goal() == null ? "" : figure.goal(),
                verdict(figure)));
      }
      if (bench.exit() != 0 || bench.figures().isEmpty()) {
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | | | | | ended with %d; see %s/%s.log |%n",
                bench.name(),
                bench.exit(),
                LOGS,
                bench.name()));
      }
    }
    return table.toString();
  }

  private static String verdict(Figure figure) {
    if (figure.value() == null) {
      return "not measured: " + figure.reason();
    }
    if (figure.goal() == null) {
      return "";
    }
    return figure.holds() ? "holds" : "**missed**";
  }

  private static String page(String table, Session session) {
    return """
    # Benchmarks

    What the benchmarks measured, and what each figure should be. `infra/bench/all --record` writes this page and
    `infra/bench/recorded.json`, which later runs print beside their own figures; `infra/bench/run` lists what each benchmark
    does. Most figures are ratios of two works that alternate in one run, because absolute times say more of the machine.

    Commit %s, %s, %s%s.

    %s\
    """
        .formatted(
            session.commit(),
            session.date(),
            session.machine(),
            session.isQuick() ? ", with `--quick`: one pair each" : "",
            table);
  }

  private static String commit() throws IOException, InterruptedException {
    String commit = lines(List.of("git", "rev-parse", "--short", "HEAD")).getFirst();
    return lines(List.of("git", "status", "--porcelain")).isEmpty() ? commit : commit + "+";
  }

  /** Its number of cores and the model of its processor. */
  public static String machine() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
    return Runtime.getRuntime().availableProcessors() + " cores of " + model;
  }

  /** What a command prints; it has to succeed. */
  private static List<String> lines(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = process.inputReader().readAllLines();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
    return lines;
  }
}
