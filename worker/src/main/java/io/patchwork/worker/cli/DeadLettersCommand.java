package io.patchwork.worker.cli;

import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Worker;
import io.patchwork.worker.client.DeadLetterRetry;
import io.patchwork.worker.client.DeadLetters;
import io.patchwork.worker.client.FailedMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork dead-letters}. */
@Command(
    name = "dead-letters",
    description = "Inspect, retry or delete messages that failed for good.",
    subcommands = {
      DeadLettersCommand.ListCommand.class,
      DeadLettersCommand.ShowCommand.class,
      DeadLettersCommand.RetryCommand.class,
      DeadLettersCommand.DropCommand.class
    })
final class DeadLettersCommand {

  private static Map<String, Object> described(FailedMessage message) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", message.id());
    facts.put("message", message.message());
    facts.put("lane", message.lane());
    facts.put("reason", message.reason());
    facts.put("detail", message.detail());
    if (!message.violations().isEmpty()) {
      facts.put("violations", message.violations());
    }
    return facts;
  }

  private static CommandFailed none(Collection<String> ids) {
    return CommandFailed.failure(
        "There is no dead letter "
            + String.join(", ", ids)
            + "; patchwork dead-letters list shows"
            + " them.");
  }

  /** Options that the subcommands share. */
  abstract static class DeadLetterSubcommand implements Callable<Integer> {
    @Mixin ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Print one JSON object per line.")
    boolean isJson;
  }

  /** {@code patchwork dead-letters list}. */
  @Command(name = "list", description = "List failed messages, oldest first.")
  static final class ListCommand extends DeadLetterSubcommand {
    @Override
    public Integer call() throws Exception {
      try (Connection connection = Connection.open(cluster)) {
        for (FailedMessage message : connection.deadLetters().list()) {
          Terminal.line(
              isJson
                  ? Json.text(described(message))
                  : message.id()
                      + "  "
                      + message.lane()
                      + "  "
                      + message.reason()
                      + "  "
                      + message.detail());
        }
        return 0;
      }
    }
  }

  /** {@code patchwork dead-letters show}. */
  @Command(
      name = "show",
      description = "Show one failed message, with every violation and its body.")
  static final class ShowCommand extends DeadLetterSubcommand {
    @Parameters(paramLabel = "ID", description = "Id of the message.")
    private String id = "";

    @Override
    public Integer call() throws Exception {
      try (Connection connection = Connection.open(cluster)) {
        FailedMessage message =
            connection.deadLetters().find(id).orElseThrow(() -> none(Set.of(id)));
        Map<String, Object> facts = described(message);
        facts.put("body", message.body());
        (isJson ? Json.text(facts) : Json.pretty(facts)).lines().forEach(Terminal::line);
        return 0;
      }
    }
  }

  /** A subcommand that resolves dead letters and removes them. */
  abstract static class ResolveCommand extends DeadLetterSubcommand {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of the messages.")
    private List<String> ids = new ArrayList<>();

    /** What is done with each before it is removed. */
    abstract DeadLetters.Resolver resolver(Connection connection)
        throws IOException, InterruptedException;

    /** The outcome, in a word. */
    abstract String pastTense();

    @Override
    public Integer call() throws Exception {
      try (Connection connection = Connection.open(cluster)) {
        DeadLetters.Unresolved unresolved =
            connection.deadLetters().resolve(ids, resolver(connection), this::print);
        if (!unresolved.unknown().isEmpty()) {
          throw none(unresolved.unknown());
        }
        if (!unresolved.failures().isEmpty()) {
          throw CommandFailed.failure(
              unresolved.failures().entrySet().stream()
                  .map(each -> each.getKey() + ": " + each.getValue().sentence())
                  .collect(Collectors.joining(" ")));
        }
        return 0;
      }
    }

    private void print(String id) {
      Terminal.line(
          isJson ? Json.text(Map.of("id", id, "outcome", pastTense())) : id + " " + pastTense());
    }
  }

  /** {@code patchwork dead-letters retry}. */
  @Command(name = "retry", description = "Requeue failed messages unchanged.")
  static final class RetryCommand extends ResolveCommand {
    @Override
    DeadLetters.Resolver resolver(Connection connection) throws IOException, InterruptedException {
      Worker worker = connection.workers().withoutLanes();
      return new DeadLetterRetry(connection.queue(), worker.records(), worker.laneRetries());
    }

    @Override
    String pastTense() {
      return "retried";
    }
  }

  /** {@code patchwork dead-letters drop}. */
  @Command(name = "drop", description = "Delete failed messages permanently.")
  static final class DropCommand extends ResolveCommand {
    @Override
    DeadLetters.Resolver resolver(Connection connection) {
      return letter -> {};
    }

    @Override
    String pastTense() {
      return "dropped";
    }
  }
}
