package io.patchwork.worker.ledger;

import io.patchwork.schema.wire.Json;
import io.patchwork.worker.HeadlessChromium;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page of a statement in a browser, and its check of many others. */
final class StatementBrowser implements AutoCloseable {

  private static final int BATCH = 500;

  private final HeadlessChromium browser;

  private StatementBrowser(HeadlessChromium browser) {
    this.browser = browser;
  }

  /** Opens the page of a statement from a file. */
  static StatementBrowser open(Path folder, byte[] statement) throws Exception {
    HeadlessChromium browser =
        HeadlessChromium.start(Files.createDirectories(folder.resolve("profile")));
    browser.open(Files.writeString(folder.resolve("statement.html"), StatementPage.of(statement)));
    return new StatementBrowser(browser);
  }

  HeadlessChromium browser() {
    return browser;
  }

  /** For each statement {@code proven}, or why not. */
  List<String> check(List<byte[]> statements, String key) throws Exception {
    List<String> outcomes = new ArrayList<>();
    for (int from = 0; from < statements.size(); from += BATCH) {
      // As a browser reads a file: what is no UTF-8 is no statement.
      List<String> texts =
          statements.subList(from, Math.min(from + BATCH, statements.size())).stream()
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
              .toList();
      browser
          .evaluate(
              "(async () => { const all = []; for (const each of "
                  + Json.text(texts)
                  + ") { const came = await check(each, "
                  + Json.text(key)
                  + "); all.push(came.reason || came.outcome); } return all; })()")
          .forEach(outcome -> outcomes.add(outcome.asString()));
    }
    return outcomes;
  }

  @Override
  public void close() {
    browser.close();
  }
}
