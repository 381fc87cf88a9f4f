package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.Handle;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.ledger.Handles;
import io.patchwork.worker.ledger.KeyFiles;
import io.patchwork.worker.ledger.Ledger;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.ledger.ProposalLine;
import io.patchwork.worker.ledger.ProposalRecorder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the ledger, each as an operator or a reader runs it. */
final class LedgerCommandTest {

  private static final Id PROPOSAL = new Id("spring");

  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();
  private Path key;
  private Path secret;
  private String verifierKey = "";
  private Handle ana;

  private int run(String... arguments) {
    said.getBuffer().setLength(0);
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      PrintWriter err = new PrintWriter(said, true);
      return PatchworkCommand.commandLine().setErr(err).setOut(err).execute(arguments);
    } finally {
      System.setOut(before);
      said.append(out.toString(StandardCharsets.UTF_8));
    }
  }

  private int local(String... arguments) {
    return run(
        Stream.concat(
                Stream.of("--local", folder.resolve("store").toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private String said() {
    return said.toString().strip();
  }

  @BeforeEach
  void record() throws Exception {
    key = folder.resolve("ledger.pem");
    secret = folder.resolve("ledger.secret");
    assertThat(
            local(
                "ledger",
                "key",
                key.toString(),
                "--origin",
                "ledger.example",
                "--secret",
                secret.toString(),
                "--json"))
        .as(said())
        .isZero();
    verifierKey = Json.tree(said().getBytes(StandardCharsets.UTF_8)).path("key").asString();
    try (ObjectStore store = new FileObjectStore(folder.resolve("store"))) {
      LedgerSecret operatorSecret = KeyFiles.readSecret(secret);
      Handles handles = new Handles(store, operatorSecret, new SecureRandom());
      ana = handles.of(new Id("ana"), "Ana");
      new ProposalRecorder(
              store, new Ledger(store, InstantSource.system()).entries(), operatorSecret)
          .record(
              new ProposalRecorder.Recorded(
                  PROPOSAL,
                  Currency.getInstance("EUR"),
                  BigInteger.valueOf(2469),
                  Sha256.of("policy"),
                  List.of(Sha256.of("lineage")),
                  List.of(
                      line(ana.id(), "12.34", 1234),
                      line(handles.of(new Id("otto")).id(), "12.35", 1235))));
    }
  }

  private static ProposalLine line(Id handle, String due, long minor) {
    return new ProposalLine(
        handle,
        Json.canonical(Map.of("handle", handle, "due", due, "held", "0.00")),
        BigInteger.valueOf(minor),
        BigInteger.ZERO);
  }

  private Path checkpoint() throws Exception {
    assertThat(local("ledger", "checkpoint", "--key", key.toString(), "--json"))
        .as(said())
        .isZero();
    return Files.writeString(
        Files.createTempFile(folder, "checkpoint", ".txt"),
        Json.tree(said().getBytes(StandardCharsets.UTF_8)).path("checkpoint").asString());
  }

  private Path statement() {
    Path out = folder.resolve("out");
    assertThat(
            local(
                "statement",
                "ana",
                "--secret",
                secret.toString(),
                "--proposal",
                "spring",
                "--out",
                out.toString()))
        .as(said())
        .isZero();
    return out.resolve("statement.json");
  }

  @Test
  void keyAndSecretAreTheirOwnersAlone() throws Exception {
    for (Path file : List.of(key, secret)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  @Test
  void aStatementIsWrittenAndCheckedWithoutTheLedger() throws Exception {
    checkpoint();
    Path statement = statement();

    assertThat(run("ledger", "verify", "--statement", statement.toString(), "--key", verifierKey))
        .as(said())
        .isZero();
    assertThat(said()).contains("\"due\":\"12.34\"").contains("PROVEN: in the proposal spring");
    assertThat(said()).doesNotContain("12.35");
    assertThat(Files.readString(statement.resolveSibling("statement.html")))
        .contains(Files.readString(statement))
        .doesNotContain(verifierKey)
        .doesNotContain("{{");

    Files.writeString(statement, Files.readString(statement) + "\n");
    assertThat(run("ledger", "verify", "--statement", statement.toString(), "--key", verifierKey))
        .isEqualTo(1);
    assertThat(said()).contains("not in the one form");
  }

  @Test
  void aStatementNeedsACheckpointAndAPersonWithALine() throws Exception {
    assertThat(local("statement", "ana", "--secret", secret.toString())).isEqualTo(1);
    assertThat(said()).contains("ledger_refused").contains("patchwork ledger checkpoint");

    checkpoint();
    assertThat(local("statement", "eve", "--secret", secret.toString())).isEqualTo(1);
    assertThat(said()).contains("eve has no line");
  }

  private Path paid() throws Exception {
    return Files.writeString(
        folder.resolve("paid.csv"), "handle,amount,date\n" + ana.id() + ",12.34,2026-03-31\n");
  }

  @Test
  void whatThePayerPaidIsRecorded() throws Exception {
    checkpoint();
    Path paid = paid();

    for (int i = 0; i < 2; i++) {
      assertThat(
              local(
                  "ledger",
                  "record",
                  paid.toString(),
                  "--proposal",
                  "spring",
                  "--secret",
                  secret.toString()))
          .as(said())
          .isZero();
      assertThat(said()).isEqualTo("1 payments are entry 2 of the ledger.");
    }
    Files.writeString(paid, "handle,amount,date\n" + ana.id() + ",12.345,2026-03-31\n");
    assertThat(
            local(
                "ledger",
                "record",
                paid.toString(),
                "--proposal",
                "spring",
                "--secret",
                secret.toString()))
        .isEqualTo(1);
    assertThat(said()).contains("ledger_refused").contains("Row 2").contains("12.34, in EUR");
  }

  @Test
  void aReaderWhoKeptACheckpointFindsACutTail() throws Exception {
    Path older = checkpoint();
    assertThat(local("ledger", "verify", "--checkpoint", older.toString(), "--key", verifierKey))
        .as(said())
        .isZero();
    assertThat(said()).startsWith("2 entries agree with 1 published checkpoints and with yours.");
    Files.delete(folder.resolve("store/ledger/entries/000000000001.json"));
    Files.delete(folder.resolve("store/ledger/checkpoints/000000000002.txt"));

    assertThat(local("ledger", "verify")).as(said()).isZero();
    assertThat(local("ledger", "verify", "--checkpoint", older.toString())).isEqualTo(1);
    assertThat(said()).contains("ledger_damaged").contains("was cut");
  }

  @Test
  void theSuccessorOfAKeySignsAndTheFirstKeyLeadsToIt() throws Exception {
    Path older = checkpoint();
    Path next = folder.resolve("next.pem");
    assertThat(local("ledger", "key", next.toString(), "--succeeds", key.toString()))
        .as(said())
        .isZero();

    assertThat(local("ledger", "checkpoint", "--key", key.toString())).isEqualTo(1);
    assertThat(said()).contains("ledger_key");
    assertThat(local("ledger", "checkpoint", "--key", next.toString(), "--since", "2"))
        .as(said())
        .isZero();
    assertThat(said()).contains("proof since 2: ");
    assertThat(local("ledger", "verify", "--checkpoint", older.toString(), "--key", verifierKey))
        .as(said())
        .isZero();
  }

  @Test
  void growthIsCheckedWithoutTheLedger() throws Exception {
    Path older = checkpoint();
    assertThat(
            local(
                "ledger",
                "record",
                paid().toString(),
                "--proposal",
                "spring",
                "--secret",
                secret.toString()))
        .as(said())
        .isZero();
    assertThat(local("ledger", "checkpoint", "--key", key.toString(), "--since", "2", "--json"))
        .as(said())
        .isZero();
    var printed = Json.tree(said().getBytes(StandardCharsets.UTF_8));
    Path newer =
        Files.writeString(folder.resolve("newer.txt"), printed.path("checkpoint").asString());
    String proof = printed.path("proof").asString();

    assertThat(
            run(
                "ledger",
                "verify",
                "--checkpoint",
                older.toString(),
                "--newer",
                newer.toString(),
                "--proof",
                proof,
                "--key",
                verifierKey))
        .as(said())
        .isZero();
    assertThat(
            run(
                "ledger",
                "verify",
                "--checkpoint",
                older.toString(),
                "--newer",
                newer.toString(),
                "--proof",
                "A".repeat(43) + "=",
                "--key",
                verifierKey))
        .isEqualTo(1);
    assertThat(said()).contains("ledger_damaged");
  }

  @Test
  void wrongUseSaysWhatToDo() {
    assertThat(local("ledger", "key", key.toString(), "--origin", "other")).isEqualTo(2);
    assertThat(said()).contains("leave --origin out");
    assertThat(run("ledger", "verify", "--statement", key.toString())).isEqualTo(2);
    assertThat(said()).contains("--key name+id+key");
    assertThat(run("ledger", "verify", "--statement", key.toString(), "--key", "me")).isEqualTo(2);
    assertThat(said()).contains("copy the whole line");
    assertThat(local("ledger", "key", key.toString(), "--secret", key.toString())).isEqualTo(1);
    assertThat(said()).contains("no secret of 64 hexadecimal digits");
    assertThat(local("ledger", "checkpoint")).isEqualTo(2);
    assertThat(said()).contains("PATCHWORK_LEDGER_KEY");
  }
}
