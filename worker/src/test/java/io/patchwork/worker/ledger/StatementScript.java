package io.patchwork.worker.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs {@code docs/check-statement.sh}, which shares no code with us. */
final class StatementScript {

  private static final Path SCRIPT = Path.of("..", "docs", "check-statement.sh");

  private StatementScript() {}

  /**
   * What came of a script.
   *
   * @param exitCode 0 for proven, 1 for refused
   */
  record Result(int exitCode, String said) {
    boolean isProven() {
      return exitCode == 0 && said.contains("PROVEN");
    }

    boolean isRefused() {
      return exitCode == 1 && said.startsWith("REFUSED");
    }
  }

  static Result check(Path statement, String key) throws IOException, InterruptedException {
    Path script = Files.exists(SCRIPT) ? SCRIPT : Path.of("docs", "check-statement.sh");
    Process process =
        new ProcessBuilder("sh", script.toString(), statement.toString(), key)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), said);
  }
}
