package io.patchwork.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchwork.schema.ledger.Statement;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.HeadlessChromium;
import io.patchwork.worker.money.Money;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page of a statement in a real browser, and the script that is not ours. */
final class StatementPageIT {

  private static final int COUNT = 200;

  @TempDir private static Path folder;
  private static TestLedger ledger;
  private static String key;
  private static StatementBrowser page;

  @BeforeAll
  static void open() throws Exception {
    assertTrue(HeadlessChromium.isInstalled(), "no chromium here: apt-get install chromium");
    ledger = TestLedger.of(COUNT, 300, 1);
    key = ledger.key.verifier().text();
    page = StatementBrowser.open(folder, ledger.statement(0));
  }

  @AfterAll
  static void close() throws Exception {
    if (page != null) {
      page.close();
    }
  }

  private static List<byte[]> statements() {
    return IntStream.range(0, COUNT).mapToObj(ledger::statement).toList();
  }

  private static List<byte[]> flipped(int every) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      StatementBits.flip(
          Json.read(ledger.statement(i), Statement.class),
          flipped -> all.add(Json.canonical(flipped)));
    }
    return IntStream.range(0, all.size()).filter(i -> i % every == 0).mapToObj(all::get).toList();
  }

  private static StatementScript.Result script(byte[] statement) throws Exception {
    return StatementScript.check(Files.write(folder.resolve("statement.json"), statement), key);
  }

  @Test
  void thePageAcceptsTwoHundredStatementsAndNoFlippedBit() throws Exception {
    assertThat(page.check(statements(), key)).hasSize(COUNT).containsOnly("proven");

    List<String> outcomes = page.check(flipped(307), key);

    assertThat(outcomes).hasSizeGreaterThan(700).containsOnly("form", "line", "entry", "signature");
  }

  @Test
  void theScriptAcceptsStatementsAndNoFlippedBit() throws Exception {
    for (byte[] statement : statements().subList(0, 4)) {
      assertThat(script(statement)).matches(StatementScript.Result::isProven);
    }
    for (byte[] statement : flipped(60_013)) {
      assertThat(script(statement)).matches(StatementScript.Result::isRefused);
    }
  }

  /** What is written in another form, with the same meaning. */
  private static List<byte[]> otherForms() {
    String text = new String(ledger.statement(0), StandardCharsets.UTF_8);
    String salt =
        Json.read(ledger.statement(0), Statement.class).lines().getFirst().salt().base64();
    char last = salt.charAt(salt.length() - 2);
    return List.of(
            text + "\n",
            text + " ",
            text.replace(":", ": "),
            text.replace("\"index\":", "\"index\":0"),
            text.replaceFirst("\"index\":([0-9]+)", "\"index\":$1.0"),
            text.replace("\"format\"", "\"\\u0066ormat\""),
            text.replace("{\"checkpoint\"", "{\"checkpoint\":\"\",\"checkpoint\""),
            text.replace("{\"checkpoint\"", "{\"a\":1,\"checkpoint\""),
            text.replace(salt, salt.substring(0, salt.length() - 2) + (char) (last + 1) + "="),
            text.replaceFirst("\"lines\":\\[(.*)]", "\"lines\":[$1,$1]"))
        .stream()
        .map(other -> other.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void onlyTheCanonicalFormIsAccepted() throws Exception {
    assertThat(page.check(otherForms(), key)).containsOnly("form");
    for (byte[] other : otherForms()) {
      assertThat(script(other)).matches(StatementScript.Result::isRefused);
    }
  }

  @Test
  void anotherKeyIsNotTheReaders() throws Exception {
    String other =
        LedgerKey.of(TestLedger.ORIGIN, LedgerKey.generate(new SecureRandom())).verifier().text();

    assertThat(page.check(List.of(ledger.statement(0)), other)).containsExactly("signature");
    assertThat(page.check(List.of(ledger.statement(0)), key.replace("+", "-")))
        .containsExactly("badKey");
    Path file = Files.write(folder.resolve("statement.json"), ledger.statement(0));
    assertThat(StatementScript.check(file, other)).matches(StatementScript.Result::isRefused);
  }

  /** A page that no other test has touched. */
  @BeforeEach
  void reopen() throws Exception {
    page.browser().open(folder.resolve("statement.html"));
  }

  private static void check(HeadlessChromium browser, String typed) throws Exception {
    browser.evaluate("document.getElementById('key').focus()");
    browser.call("Input.insertText", Map.of("text", typed));
    browser.press("Tab", 9, "");
    browser.press("Enter", 13, "\r");
    for (int i = 0; i < 100 && answer(browser).isEmpty(); i++) {
      Thread.sleep(20);
    }
  }

  private static String answer(HeadlessChromium browser) throws Exception {
    return browser
        .evaluate(
            "document.activeElement.id === 'answer' ? document.activeElement.textContent : ''")
        .asString();
  }

  @Test
  void thePageIsUsedByKeyboardAndTellsTheLinesAndWhatIsNotProven() throws Exception {
    HeadlessChromium browser = page.browser();

    check(browser, key);

    assertThat(answer(browser)).startsWith("Proven");
    String text = browser.evaluate("document.body.innerText").asString();
    ProposalLine own = ledger.lines.getFirst();
    assertThat(text)
        .contains(own.handle().value())
        .contains(Money.text(own.due(), TestLedger.EURO) + " EUR")
        .contains("What this does not prove")
        .contains("people who exist");
    assertThat(browser.requests()).allMatch(each -> each.startsWith("file:///"));
  }

  @Test
  void thePageIsInArabicFromRightToLeft() throws Exception {
    HeadlessChromium browser = page.browser();

    browser.evaluate(
        "(() => { const list = document.getElementById('languages'); list.value = 'ar';"
            + " list.dispatchEvent(new Event('change')); })()");
    check(browser, key);

    assertThat(
            browser
                .evaluate("document.documentElement.dir + document.documentElement.lang")
                .asString())
        .isEqualTo("rtlar");
    assertThat(answer(browser)).startsWith("مُثبَت");
    assertThat(
            browser.evaluate("getComputedStyle(document.querySelector('h1')).direction").asString())
        .isEqualTo("rtl");
  }

  @Test
  void aBrowserThatCannotCheckSaysSo() throws Exception {
    HeadlessChromium browser = page.browser();
    browser.evaluate(
        "SubtleCrypto.prototype.importKey = () =>"
            + " Promise.reject(new DOMException('', 'NotSupportedError'))");
    check(browser, key);

    assertThat(answer(browser)).startsWith("Not checked").contains("openssl");
  }

  @Test
  void everythingHasANameForAScreenReader() throws Exception {
    HeadlessChromium browser = page.browser();
    check(browser, key);

    Set<String> unnamed = new TreeSet<>();
    Set<String> named = new TreeSet<>();
    for (JsonNode node : browser.call("Accessibility.getFullAXTree", Map.of()).path("nodes")) {
      String role = node.at("/role/value").asString("");
      if (Set.of("textbox", "button", "combobox", "heading", "status").contains(role)
          && !node.path("ignored").asBoolean(false)) {
        boolean isNamed = role.equals("status") || !node.at("/name/value").asString("").isBlank();
        (isNamed ? named : unnamed).add(role);
      }
    }

    assertThat(unnamed).isEmpty();
    assertThat(named).contains("textbox", "button", "combobox", "heading", "status");
  }

  @Test
  void theLanguagesHaveTheSameWords() throws Exception {
    Map<String, Set<String>> words = new HashMap<>();
    for (String language : List.of("en", "ar")) {
      words.put(
          language,
          new TreeSet<>(
              Json.tree(
                      StatementPage.class
                          .getResourceAsStream("statement." + language + ".json")
                          .readAllBytes())
                  .propertyNames()));
    }

    assertThat(words.get("ar")).isEqualTo(words.get("en")).hasSizeGreaterThan(40);
  }
}
