package io.patchwork.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.ledger.Statement;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.money.Money;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class StatementVerifierTest {

  private static final int MAX_BYTES = 4096;

  private static String text(byte[] statement) {
    return new String(statement, StandardCharsets.UTF_8);
  }

  private static StatementVerifier verifier(TestLedger ledger) {
    return new StatementVerifier(ledger.key.verifier());
  }

  @Test
  void tenThousandStatementsAreAcceptedAndAreOfFourKilobytesAtMost() throws Exception {
    TestLedger ledger = TestLedger.of(10_000, 10_000, 1);
    StatementVerifier verifier = verifier(ledger);
    int largest = 0;

    for (int i = 0; i < ledger.lines.size(); i++) {
      byte[] statement = ledger.statement(i);
      largest = Math.max(largest, statement.length);

      assertThat(verifier.check(statement))
          .isInstanceOfSatisfying(
              StatementCheck.Accepted.class, accepted -> assertThat(accepted.lines()).hasSize(1));
    }

    assertThat(largest).isLessThanOrEqualTo(MAX_BYTES);
  }

  private static boolean isRefused(StatementVerifier verifier, Statement statement) {
    try {
      return verifier.check(statement) instanceof StatementCheck.Refused;
    } catch (IllegalArgumentException notInItsForm) {
      return true;
    }
  }

  private static long refused(
      StatementVerifier verifier,
      Statement statement,
      BiConsumer<Statement, Consumer<Statement>> flip) {
    LongAdder flips = new LongAdder();
    assertThat(verifier.check(Json.canonical(statement)))
        .isInstanceOf(StatementCheck.Accepted.class);
    flip.accept(
        statement,
        flipped -> {
          flips.increment();
          if (!isRefused(verifier, flipped)) {
            throw new AssertionError(text(Json.canonical(flipped)));
          }
        });
    return flips.sum();
  }

  @Test
  void everyFlippedBitOfWhatStatementsCarryIsRefused() throws Exception {
    TestLedger ledger = TestLedger.of(20, 40, 2);
    List<Statement> statements =
        IntStream.range(0, 5)
            .mapToObj(i -> Json.read(ledger.statement(i), Statement.class))
            .toList();

    long own =
        statements.stream()
            .mapToLong(each -> refused(verifier(ledger), each, StatementBits::flipOwn))
            .sum();
    // The same bytes in all of them.
    long shared = refused(verifier(ledger), statements.getFirst(), StatementBits::flipShared);

    assertThat(own).isGreaterThan(15_000);
    assertThat(shared).isGreaterThan(6_000);
    assertThat(statements)
        .allSatisfy(each -> {
          assertThat(each.entry()).isEqualTo(statements.getFirst().entry());
          assertThat(each.entryPath()).isEqualTo(statements.getFirst().entryPath());
          assertThat(each.checkpoint()).isEqualTo(statements.getFirst().checkpoint());
        });
  }

  @Test
  void aFlippedBitOfTheTextIsRefused() throws Exception {
    TestLedger ledger = TestLedger.of(2, 3, 3);
    byte[] statement = ledger.statement(0);
    StatementVerifier verifier = verifier(ledger);

    for (int bit = 0; bit < statement.length * 8; bit += 5) {
      statement[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifier.check(statement))
          .as("bit %d", bit)
          .isInstanceOf(StatementCheck.Refused.class);
      statement[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void onlyTheCanonicalFormIsAccepted() throws Exception {
    TestLedger ledger = TestLedger.of(9, 12, 4);
    String text = text(ledger.statement(0));
    String salt =
        Json.read(ledger.statement(0), Statement.class).lines().getFirst().salt().base64();
    assertThat(salt).endsWith("=");
    char last = salt.charAt(salt.length() - 2);
    String unused = salt.substring(0, salt.length() - 2) + (char) (last + 1) + "=";

    for (String other :
        List.of(
            text + "\n",
            " " + text,
            "\ufeff" + text,
            text.replace(":", ": "),
            text.replace("\"index\":", "\"index\":0"),
            text.replaceFirst("\"index\":([0-9]+)", "\"index\":$1.0"),
            text.replaceFirst("\"index\":([0-9]+)", "\"index\":$1e0"),
            text.replaceFirst("\"index\":([0-9]+)", "\"index\":\"$1\""),
            text.replace("{\"checkpoint\"", "{\"a\":1,\"checkpoint\""),
            text.replace("{\"checkpoint\"", "{\"format\":\"patchwork.statement/1\",\"checkpoint\""),
            text.replace("\"format\"", "\"\\u0066ormat\""),
            text.replace("statement/1", "statement/2"),
            text.replace(salt, unused),
            text.replace(salt, salt.substring(0, salt.length() - 1)),
            text.replace("/1\",\"lines\":[{", "/1\",\"lines\":[{},{"),
            text.replaceFirst("\"lines\":\\[(.*)]", "\"lines\":[$1,$1]"),
            text.replaceFirst("\"lines\":\\[(.*)]", "\"lines\":[]"),
            text.substring(0, text.length() - 1),
            "null",
            "")) {
      assertThat(verifier(ledger).check(other.getBytes(StandardCharsets.UTF_8)))
          .as(other)
          .isEqualTo(new StatementCheck.Refused(StatementCheck.Reason.FORM));
    }
  }

  @Test
  void aStatementHoldsNobodyElse() throws Exception {
    TestLedger ledger = TestLedger.of(300, 50, 5);
    for (int own = 0; own < 20; own++) {
      Statement statement = Json.read(ledger.statement(own), Statement.class);
      StringBuilder all = new StringBuilder(text(ledger.statement(own)));
      all.append(text(statement.lines().getFirst().line().bytes()))
          .append(text(statement.entry().bytes()))
          .append(text(statement.checkpoint().bytes()));

      for (int other = 0; other < ledger.lines.size(); other++) {
        if (other != own) {
          ProposalLine line = ledger.lines.get(other);
          assertThat(all)
              .doesNotContain(line.handle().value())
              .doesNotContain("\"" + Money.text(line.due(), TestLedger.EURO) + "\"");
        }
      }
    }
  }

  @Test
  void aStatementHoldsNoIntegerButPlacesAndTheCount() throws Exception {
    TestLedger ledger = TestLedger.of(300, 50, 6);
    Statement statement = Json.read(ledger.statement(0), Statement.class);

    TreeSet<String> integers = new TreeSet<>();
    addIntegers(Json.tree(ledger.statement(0)), "", integers);
    addIntegers(Json.tree(statement.entry().bytes()), "", integers);
    addIntegers(Json.tree(statement.lines().getFirst().line().bytes()), "", integers);

    assertThat(integers).containsExactly("/content/lineCount", "/index", "/lines/0/index");
  }

  private static void addIntegers(JsonNode node, String pointer, Set<String> found) {
    if (node.isNumber()) {
      found.add(pointer);
    }
    node.properties()
        .forEach(each -> addIntegers(each.getValue(), pointer + "/" + each.getKey(), found));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      addIntegers(node.path(i), pointer + "/" + i, found);
    }
  }

  @Test
  void anotherKeyDoesNotVerify() throws Exception {
    TestLedger ledger = TestLedger.of(3, 4, 7);
    LedgerKey other = LedgerKey.of(TestLedger.ORIGIN, LedgerKey.generate(new SecureRandom()));

    assertThat(new StatementVerifier(other.verifier()).check(ledger.statement(0)))
        .isEqualTo(new StatementCheck.Refused(StatementCheck.Reason.SIGNATURE));
  }

  @Test
  void aProposalGivesTheSameTreeInAnyOrderOfItsLines() throws Exception {
    TestLedger ledger = TestLedger.of(50, 3, 8);

    ProposalTree reversed =
        ProposalTree.of(
            TestLedger.SECRET,
            TestLedger.PROPOSAL,
            ledger.lines.reversed().stream().map(TestLedger::stored).toList());

    assertThat(reversed.root()).isEqualTo(ledger.tree.root());
    assertThat(reversed.lines()).isEqualTo(ledger.tree.lines());
  }

  @Test
  void aPersonWithSeveralLinesHasThemAllInOneStatement() throws Exception {
    TestLedger ledger = TestLedger.of(10, 3, 9);
    List<ProposalLine> lines =
        IntStream.range(0, 3)
            .mapToObj(
                i -> TestLedger.line(ledger.lines.getFirst().handle(), 100 + i, new Random(i)))
            .toList();
    TestLedger several = TestLedger.of(lines, 5, 2);

    assertThat(verifier(several).check(several.statement(0)))
        .isInstanceOfSatisfying(
            StatementCheck.Accepted.class,
            accepted ->
                assertThat(accepted.lines())
                    .containsExactlyInAnyOrderElementsOf(
                        lines.stream().map(line -> text(line.bytes())).toList()));
  }
}
