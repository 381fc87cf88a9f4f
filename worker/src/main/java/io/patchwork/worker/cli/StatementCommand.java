package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.Handle;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ledger.Handles;
import io.patchwork.worker.ledger.Ledger;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.ledger.StatementPage;
import io.patchwork.worker.ledger.StatementWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork statement}. */
@Command(
    name = "statement",
    description = "Write what a person needs to check their own lines of a proposal alone.")
final class StatementCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "PERSON", description = "Id of the person, or handle.")
  private String person = "";

  @Option(
      names = "--proposal",
      paramLabel = "ID",
      description = "Proposal; all in which the person has a line if not given.")
  private @Nullable String proposal;

  @Option(
      names = "--secret",
      paramLabel = "FILE",
      description = "Secret; PATCHWORK_LEDGER_SECRET if not given.")
  private @Nullable Path secret;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for statement.json and statement.html (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of(".");

  @Option(names = "--json", description = "Print one JSON object per statement.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      write(store);
      return 0;
    } catch (Refused refused) {
      throw CommandFailed.job(refused.code(), refused.sentence());
    }
  }

  private void write(ObjectStore store) throws IOException, CommandFailed, Refused {
    LedgerSecret operatorSecret = LedgerFiles.secret(secret, cluster);
    Id named = Arguments.id("PERSON", person);
    Id handle =
        new Handles(store, operatorSecret, new SecureRandom())
            .find(named)
            .map(Handle::id)
            .orElse(named);
    List<Id> proposals =
        proposal == null
            ? StatementWriter.proposals(store)
            : List.of(Arguments.id("--proposal", proposal));
    Ledger ledger = new Ledger(store, Clock.systemUTC());
    List<Id> found = new ArrayList<>();
    for (Id each : proposals) {
      Optional<byte[]> statement =
          StatementWriter.of(store, ledger.entries(), operatorSecret, each).statement(handle);
      if (statement.isPresent()) {
        found.add(each);
        write(each, statement.get());
      }
    }
    if (found.isEmpty()) {
      throw CommandFailed.failure(
          person
              + " has no line in "
              + (proposal == null ? "any proposal of the ledger" : "the proposal " + proposal)
              + "; check the id. Of a person who was forgotten, the handle alone is left.");
    }
  }

  private void write(Id of, byte[] statement) throws IOException {
    // One proposal is what was asked for: files of plain names. Several lie in folders of theirs.
    Path folder = Files.createDirectories(proposal == null ? out.resolve(of.value()) : out);
    Path file = Files.write(folder.resolve("statement.json"), statement);
    Path page = Files.writeString(folder.resolve("statement.html"), StatementPage.of(statement));
    if (isJson) {
      Terminal.json(
          Map.of(
              "proposal",
              of,
              "statement",
              file.toString(),
              "page",
              page.toString(),
              "bytes",
              statement.length));
    } else {
      Terminal.line(of + ": " + file + " (" + statement.length + " B), " + page);
    }
  }
}
