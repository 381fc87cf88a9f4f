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
    List<byte[]> flipped = new ArrayList<>();
    for (byte[] statement : statements.subList(0, FLIPPED)) {
      StatementBits.flip(
          Json.read(statement, Statement.class), changed -> flipped.add(Json.canonical(changed)));
    }
    StatementVerifier verifier = new StatementVerifier(ledger.key.verifier());
    tell(
        "verifier",
        statements,
        true,
        () -> statements.stream().filter(each -> isProven(verifier, each)).count());
    tell(
        "verifier",
        flipped,
        false,
        () -> flipped.stream().filter(each -> isProven(verifier, each)).count());
    try (StatementBrowser page = StatementBrowser.open(folder, statements.getFirst())) {
      tell("page", statements, true, () -> proven(page.check(statements, key)));
      tell("page", flipped, false, () -> proven(page.check(flipped, key)));
    }
    List<byte[]> some = statements.subList(0, byScript);
    tell("script", some, true, () -> byScript(some));
    List<byte[]> sampled =
        IntStream.range(0, flipped.size())
            .filter(i -> i % everyBit == 0)
            .mapToObj(flipped::get)
            .toList();
    tell("script", sampled, false, () -> byScript(sampled));
  }

  private static boolean isProven(StatementVerifier verifier, byte[] statement) {
    return verifier.check(statement) instanceof StatementCheck.Accepted;
  }

  private static long proven(List<String> outcomes) {
    return outcomes.stream().filter("proven"::equals).count();
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

  private void tell(String who, List<byte[]> statements, boolean areSound, Callable<Long> check)
      throws Exception {
    long begun = System.nanoTime();
    long proven = check.call();
    failures += proven == (areSound ? statements.size() : 0) ? 0 : 1;
    System.out.printf(
        "%-10s  %d of %d %s proven, %d s%n",
        who,
        proven,
        statements.size(),
        areSound ? "statements" : "with a flipped bit",
        (System.nanoTime() - begun) / 1_000_000_000);
  }
}
