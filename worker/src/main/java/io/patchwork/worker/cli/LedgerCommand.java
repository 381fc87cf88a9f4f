package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.ledger.PaymentList;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ledger.GrowthProof;
import io.patchwork.worker.ledger.KeyFiles;
import io.patchwork.worker.ledger.Ledger;
import io.patchwork.worker.ledger.LedgerKey;
import io.patchwork.worker.ledger.PaymentFile;
import io.patchwork.worker.ledger.ProposalRecorder;
import io.patchwork.worker.ledger.StatementCheck;
import io.patchwork.worker.ledger.StatementVerifier;
import io.patchwork.worker.ledger.StatementWriter;
import io.patchwork.worker.ledger.VerifierKey;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork ledger}. */
@Command(
    name = "ledger",
    description = "Keep the ledger of proposals and payments, and check it.",
    subcommands = {
      LedgerCommand.KeyCommand.class,
      LedgerCommand.CheckpointCommand.class,
      LedgerCommand.VerifyCommand.class,
      LedgerCommand.RecordCommand.class
    })
final class LedgerCommand {

  /** What the subcommands share. */
  abstract static class LedgerSubcommand implements Callable<Integer> {
    @Mixin ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    boolean isJson;

    @Override
    public Integer call() throws Exception {
      WorkerConfig config = cluster.config();
      try (ObjectStore store = Stores.open(config.store(), config)) {
        run(store, new Ledger(store, Clock.systemUTC()));
        return 0;
      } catch (Refused refused) {
        throw CommandFailed.job(refused.code(), refused.sentence());
      }
    }

    abstract void run(ObjectStore store, Ledger ledger)
        throws IOException, CommandFailed, Refused, Fault;

    void print(Map<String, ?> json, String line) {
      if (isJson) {
        Terminal.json(json);
      } else {
        Terminal.line(line);
      }
    }
  }

  /** {@code patchwork ledger key}. */
  @Command(
      name = "key",
      description = "Make the ledger's key and secret, or the successor of its key.")
  static final class KeyCommand extends LedgerSubcommand {
    @Parameters(
        paramLabel = "FILE",
        description = "Private key (Ed25519, PKCS#8 in PEM); made if it does not exist.")
    private Path file = Path.of("");

    @Option(
        names = "--origin",
        paramLabel = "NAME",
        description = "Name of a new ledger, as in ledger.example.org/films.")
    private @Nullable String origin;

    @Option(
        names = "--secret",
        paramLabel = "FILE",
        description = "Secret of salts and handles; made if it does not exist.")
    private @Nullable Path secret;

    @Option(
        names = "--succeeds",
        paramLabel = "OLDFILE",
        description = "Present key of the ledger, which signs its successor.")
    private @Nullable Path previous;

    @Option(
        names = "--until",
        paramLabel = "DATE",
        description = "Day on which the key ends; two years from now if not given.")
    private @Nullable LocalDate until;

    @Override
    void run(ObjectStore store, Ledger ledger) throws IOException, CommandFailed, Refused, Fault {
      String name = name(ledger.origin());
      Optional<LedgerKey> before =
          previous == null ? Optional.empty() : Optional.of(KeyFiles.readKey(previous, name));
      KeyFiles.createKey(file);
      if (before.isEmpty()) {
        Path secretFile = LedgerFiles.secretFile(secret, cluster);
        KeyFiles.createSecret(secretFile);
        KeyFiles.readSecret(secretFile);
      }
      LedgerKey key = KeyFiles.readKey(file, name);
      ledger.addKey(key, before, end());
      print(
          Map.of("key", key.verifier().text()),
          "The ledger's verifier key, which readers need: " + key.verifier().text());
    }

    private Instant end() throws CommandFailed {
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      LocalDate end = until == null ? today.plusYears(2) : until;
      if (!end.isAfter(today)) {
        throw CommandFailed.usage("The key would end on " + end + "; give a day to come.");
      }
      return end.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private String name(Optional<String> present) throws CommandFailed {
      if (present.isEmpty() && origin == null) {
        throw CommandFailed.usage("A new ledger needs a name; give one with --origin NAME.");
      }
      if (present.isPresent() && origin != null && !origin.equals(present.get())) {
        throw CommandFailed.usage(
            "The ledger's name is " + present.get() + "; leave --origin out.");
      }
      String name = present.orElseGet(() -> String.valueOf(origin));
      if (!VerifierKey.isName(name)) {
        throw CommandFailed.usage(
            "The name \""
                + name
                + "\" does not do; give 1 to 100 letters, digits and marks of ASCII without spaces"
                + " and plus.");
      }
      return name;
    }
  }

  /** {@code patchwork ledger checkpoint}. */
  @Command(
      name = "checkpoint",
      description = "Sign the ledger as it is, and publish the checkpoint.")
  static final class CheckpointCommand extends LedgerSubcommand {
    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "Private key; PATCHWORK_LEDGER_KEY if not given.")
    private @Nullable Path key;

    @Option(
        names = "--since",
        paramLabel = "SIZE",
        description = "Print a proof that the ledger of SIZE entries was only added to, too.")
    private @Nullable Long since;

    @Override
    void run(ObjectStore store, Ledger ledger) throws IOException, CommandFailed, Refused {
      String origin = ledger.origin().orElse("none");
      String note = ledger.checkpoint(LedgerFiles.key(key, origin));
      Optional<String> proof =
          since == null ? Optional.empty() : Optional.of(ledger.verify().growthSince(since));
      if (isJson) {
        Terminal.json(
            proof.isEmpty()
                ? Map.of("checkpoint", note)
                : Map.of("checkpoint", note, "proof", proof.get()));
        return;
      }
      note.lines().forEach(Terminal::line);
      proof.ifPresent(hashes -> {
        Terminal.line("");
        Terminal.line("proof since " + since + ": " + hashes);
      });
    }
  }

  /** {@code patchwork ledger verify}. */
  @Command(
      name = "verify",
      description =
          "Check the ledger against its checkpoints, or a statement or proof without the ledger.")
  static final class VerifyCommand extends LedgerSubcommand {
    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "Verifier key, name+id+key, that you have from the operator.")
    private @Nullable String key;

    @Option(
        names = "--checkpoint",
        paramLabel = "FILE",
        description = "Checkpoint that you kept; the ledger must still agree with it.")
    private @Nullable Path kept;

    @Option(
        names = "--newer",
        paramLabel = "FILE",
        description = "Later checkpoint to compare with --checkpoint by --proof.")
    private @Nullable Path newer;

    @Option(
        names = "--proof",
        paramLabel = "BASE64",
        description = "Proof of both checkpoints, as ledger checkpoint --since prints it.")
    private @Nullable String proof;

    @Option(
        names = "--statement",
        paramLabel = "FILE",
        description = "Statement to check with --key.")
    private @Nullable Path statement;

    @Override
    public Integer call() throws Exception {
      try {
        if (statement != null) {
          statement(Files.readAllBytes(statement), readerKey());
          return 0;
        }
        if (newer != null || proof != null) {
          growth(readerKey());
          return 0;
        }
      } catch (Refused refused) {
        throw CommandFailed.job(refused.code(), refused.sentence());
      }
      return super.call();
    }

    private VerifierKey readerKey() throws CommandFailed {
      if (key == null) {
        throw CommandFailed.usage(
            "This needs the operator's verifier key; give it with --key name+id+key.");
      }
      try {
        return VerifierKey.parse(key);
      } catch (IllegalArgumentException e) {
        throw CommandFailed.usage(
            "\"" + key + "\" is not a verifier key: " + e.getMessage() + "; copy the whole line.");
      }
    }

    private void statement(byte[] bytes, VerifierKey reader) throws CommandFailed {
      switch (new StatementVerifier(reader).check(bytes)) {
        case StatementCheck.Accepted accepted -> {
          if (isJson) {
            Terminal.json(accepted);
            return;
          }
          accepted.lines().forEach(Terminal::line);
          Terminal.line(
              "PROVEN: in the proposal "
                  + accepted.proposal().proposal()
                  + ", total "
                  + accepted.proposal().total()
                  + " "
                  + accepted.proposal().currency()
                  + ", entry "
                  + accepted.index()
                  + " of a ledger of "
                  + accepted.size());
        }
        case StatementCheck.Refused(StatementCheck.Reason reason) ->
            throw CommandFailed.failure(sentence(reason));
      }
    }

    private static String sentence(StatementCheck.Reason reason) {
      return "The statement is refused: "
          + switch (reason) {
            case FORM -> "it is not in the one form of a statement; give the file as it was sent.";
            case LINE -> "a line is not in the proposal; ask the operator for a new statement.";
            case ENTRY ->
                "the proposal is not in the ledger; ask the operator for a new statement.";
            case SIGNATURE ->
                "the checkpoint is not signed with this key; compare the key with the operator's.";
          };
    }

    private void growth(VerifierKey reader) throws CommandFailed, IOException, Refused {
      if (kept == null || newer == null || proof == null) {
        throw CommandFailed.usage(
            "A proof is of two checkpoints; give --checkpoint, --newer and --proof.");
      }
      GrowthProof.check(Files.readAllBytes(kept), Files.readAllBytes(newer), proof, reader);
      print(Map.of("isConsistent", true), "The ledger was only added to between the checkpoints.");
    }

    @Override
    void run(ObjectStore store, Ledger ledger) throws IOException, CommandFailed, Refused {
      Ledger.Report report =
          kept == null ? ledger.verify() : ledger.verify(Files.readAllBytes(kept));
      if (key != null && !report.keys().contains(readerKey().text())) {
        throw CommandFailed.failure(
            "The ledger is not that of your key; its keys are "
                + String.join(", ", report.keys())
                + ". Ask the operator which is right, by another way than this.");
      }
      print(
          Map.of(
              "entries", report.size(),
              "checkpoints", report.checkpointCount(),
              "keys", report.keys()),
          report.size()
              + " entries agree with "
              + report.checkpointCount()
              + " published checkpoints"
              + (kept == null ? "" : " and with yours")
              + ". Keys: "
              + String.join(", ", report.keys())
              + (key == null ? " (compare them with what the operator published)" : ""));
    }
  }

  /** {@code patchwork ledger record}. */
  @Command(name = "record", description = "Record what the payer paid, from a CSV file.")
  static final class RecordCommand extends LedgerSubcommand {
    @Parameters(paramLabel = "FILE.csv", description = "Rows of handle,amount,date with a header.")
    private Path file = Path.of("");

    @Option(
        names = "--proposal",
        required = true,
        paramLabel = "ID",
        description = "Proposal that was paid.")
    private @Nullable String proposal;

    @Option(
        names = "--secret",
        paramLabel = "FILE",
        description = "Secret; PATCHWORK_LEDGER_SECRET if not given.")
    private @Nullable Path secret;

    @Override
    void run(ObjectStore store, Ledger ledger) throws IOException, CommandFailed, Refused, Fault {
      Id id = Arguments.id("--proposal", String.valueOf(proposal));
      var operatorSecret = LedgerFiles.secret(secret, cluster);
      StatementWriter recorded = StatementWriter.of(store, ledger.entries(), operatorSecret, id);
      PaymentList payments =
          PaymentFile.parse(
              text(), id, Currency.getInstance(recorded.proposal().currency()), recorded.handles());
      LedgerEntry entry =
          new ProposalRecorder(store, ledger.entries(), operatorSecret)
              .record(payments, document -> new LedgerContent.Payment(id, document));
      List<PaymentList.Payment> rows = payments.payments();
      print(
          Map.of("entry", entry.index(), "payments", rows.size()),
          rows.size() + " payments are entry " + entry.index() + " of the ledger.");
    }

    private String text() throws IOException, CommandFailed {
      try {
        return Files.readString(file);
      } catch (CharacterCodingException e) {
        throw CommandFailed.usage("The file " + file + " is not UTF-8; export it as CSV UTF-8.");
      }
    }
  }
}
