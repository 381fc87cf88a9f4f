package io.patchwork.worker.ledger;

import io.patchwork.schema.ledger.Statement;
import io.patchwork.schema.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Checks 10,000 statements, and every bit of twenty, with our verifier, with the page in a browser
 * and with the script.
 */
public final class StatementsCheck {

  private static final int COUNT = 10_000;
  private static final int FLIPPED = 20;

  private final Path folder = Files.createTempDirectory("patchwork-statements");
  private final TestLedger ledger = TestLedger.of(COUNT, COUNT, 1);
  private final String key = ledger.key.verifier().text();
  private int failures;

  private StatementsCheck() throws Exception {}

  /**
   * Runs it.
   *
   * @param args how many statements, and every how manieth flipped bit, the script is given
   */
  public static void main(String[] args) throws Exception {
    StatementsCheck check = new StatementsCheck();
    check.run(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    System.exit(check.failures == 0 ? 0 : 1);
  }

  private void run(int byScript, int everyBit) throws Exception {
    List<byte[]> statements = IntStream.range(0, COUNT).mapToObj(ledger::statement).toList();
    int largest = statements.stream().mapToInt(each -> each.length).max().orElseThrow();
    System.out.println("statements  " + COUNT + ", the largest of " + largest + " B");
    StatementVerifier verifier = new StatementVerifier(ledger.key.verifier());
    Check ours =
        some ->
            some.stream()
                .filter(each -> verifier.check(each) instanceof StatementCheck.Accepted)
                .count();
    tell("verifier", List.of(statements), true, ours);
    tell("verifier", flipped(statements, 1), false, ours);
    try (StatementBrowser page = StatementBrowser.open(folder, statements.getFirst())) {
      Check inPage = some -> page.check(some, key).stream().filter("proven"::equals).count();
      tell("page", List.of(statements), true, inPage);
      tell("page", flipped(statements, 1), false, inPage);
    }
    tell("script", List.of(statements.subList(0, byScript)), true, this::byScript);
    tell("script", flipped(statements, everyBit), false, this::byScript);
  }

  /** Counts those that are proven. */
  private interface Check {
    long proven(List<byte[]> statements) throws Exception;
  }

  /**
   * Of each of the first statements, those with a flipped bit; one at a time, for they are many.
   */
  private static Iterable<List<byte[]>> flipped(List<byte[]> statements, int every) {
    return () ->
        statements.subList(0, FLIPPED).stream()
            .map(statement -> {
              List<byte[]> all = new ArrayList<>();
              StatementBits.flip(
                  Json.read(statement, Statement.class),
                  changed -> all.add(Json.canonical(changed)));
              return IntStream.range(0, all.size())
                  .filter(i -> i % every == 0)
                  .mapToObj(all::get)
                  .toList();
            })
            .iterator();
  }

  private long byScript(List<byte[]> statements) throws Exception {
    long proven = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Callable<Boolean>> checks = new ArrayList<>();
      for (byte[] statement : statements) {
        checks.add(() -> {
          Path file = Files.write(Files.createTempFile(folder, "statement", ".json"), statement);
          StatementScript.Result result = StatementScript.check(file, key);
          Files.delete(file);
          if (result.isProven() == result.isRefused()) {
            throw new IllegalStateException(result.said());
          }
          return result.isProven();
        });
      }
      for (Future<Boolean> each : threads.invokeAll(checks)) {
        proven += each.get() ? 1 : 0;
      }
    }
    return proven;
  }

  private void tell(String who, Iterable<List<byte[]>> statements, boolean areSound, Check check)
      throws Exception {
    long begun = System.nanoTime();
    long count = 0;
    long proven = 0;
    for (List<byte[]> some : statements) {
      count += some.size();
      proven += check.proven(some);
    }
    failures += proven == (areSound ? count : 0) ? 0 : 1;
    System.out.printf(
        "%-10s  %d of %d %s proven, %d s%n",
        who,
        proven,
        count,
        areSound ? "statements" : "with a flipped bit",
        (System.nanoTime() - begun) / 1_000_000_000);
  }
}
