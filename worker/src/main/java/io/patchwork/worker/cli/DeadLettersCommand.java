package io.patchwork.worker.cli;

import io.patchwork.common.queue.DeadLetter;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.Worker;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.layout.Lanes;
import io.patchwork.worker.run.Headers;
import io.patchwork.worker.run.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork dead-letters}. */
@Command(
    name = "dead-letters",
    description = "Messages that nobody could deal with.",
    subcommands = {
      DeadLettersCommand.ListCommand.class,
      DeadLettersCommand.ShowCommand.class,
      DeadLettersCommand.RetryCommand.class,
      DeadLettersCommand.DropCommand.class
    })
final class DeadLettersCommand {

  private static final int SHORT = 12;

  /** A name of a letter for this command line: of its content and its lane. */
  static String id(DeadLetter letter) {
    byte[] body = letter.message().body();
    return Sha256.of(letter.lane() + "\n" + Sha256.of(body)).hex().substring(0, SHORT);
  }

  private static Map<String, Object> described(DeadLetter letter, boolean isWhole) {
    Map<String, String> headers = letter.message().headers();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id(letter));
    facts.put("message", letter.message().id());
    facts.put("lane", letter.lane());
    facts.put("reason", headers.getOrDefault(Headers.REASON, "delivery_limit"));
    facts.put("detail", headers.getOrDefault(Headers.DETAIL, ""));
    if (headers.containsKey(Headers.VIOLATIONS)) {
      facts.put("violations", headers.getOrDefault(Headers.VIOLATIONS, "").lines().toList());
    }
    if (isWhole) {
      facts.put("body", new String(letter.message().body(), StandardCharsets.UTF_8));
    }
    return facts;
  }

  /** What the subcommands share. */
  abstract static class Letters implements Callable<Integer> {
    @Mixin Where where = new Where();

    @Option(names = "--json", description = "Print one JSON object a line.")
    boolean isJson;
  }

  /** Shows all. */
  @Command(name = "list", description = "List them, oldest first.")
  static final class ListCommand extends Letters {
    @Override
    public Integer call() throws Exception {
      try (Session session = Session.open(where)) {
        for (DeadLetter letter : session.queue().deadLetters()) {
          Map<String, Object> facts = described(letter, false);
          System.out.println(
              isJson
                  ? Json.text(facts)
                  : facts.get("id")
                      + "  "
                      + facts.get("lane")
                      + "  "
                      + facts.get("reason")
                      + "  "
                      + facts.get("detail"));
        }
        return 0;
      }
    }
  }

  /** Shows one whole. */
  @Command(name = "show", description = "Show one, with every violation and the message itself.")
  static final class ShowCommand extends Letters {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    public Integer call() throws Exception {
      try (Session session = Session.open(where)) {
        DeadLetter letter =
            session.queue().deadLetters().stream()
                .filter(candidate -> id(candidate).equals(id))
                .findFirst()
                .orElseThrow(() -> none(Set.of(id)));
        Map<String, Object> facts = described(letter, true);
        System.out.println(isJson ? Json.text(facts) : Json.pretty(facts));
        return 0;
      }
    }
  }

  private static CommandFailed none(Set<String> ids) {
    return CommandFailed.because(
        "There is no dead letter "
            + String.join(", ", ids)
            + "; patchwork dead-letters list shows"
            + " them.");
  }

  /** Deals with some. */
  abstract static class Settling extends Letters {
    @Parameters(arity = "1..*", paramLabel = "ID")
    private List<String> ids = new ArrayList<>();

    /** Deals with one; whether it is gone then. */
    abstract boolean settle(DeadLetter letter, Session session, @Nullable Worker parts)
        throws Failure, InterruptedException;

    abstract String done();

    abstract boolean needsParts();

    @Override
    public Integer call() throws Exception {
      try (Session session = Session.open(where)) {
        Worker parts = needsParts() ? session.parts() : null;
        Set<String> open = new TreeSet<>(ids);
        List<String> problems = new ArrayList<>();
        session
            .queue()
            .settleDeadLetters(letter -> {
              if (!ids.contains(id(letter))) {
                return false;
              }
              open.remove(id(letter));
              return settled(letter, session, parts, problems);
            });
        if (parts != null) {
          parts.close();
        }
        if (!open.isEmpty()) {
          throw none(open);
        }
        if (!problems.isEmpty()) {
          throw CommandFailed.because(String.join(" ", problems));
        }
        return 0;
      }
    }

    private boolean settled(
        DeadLetter letter, Session session, @Nullable Worker parts, List<String> problems) {
      try {
        boolean isGone = settle(letter, session, parts);
        if (isGone) {
          System.out.println(
              isJson
                  ? Json.text(Map.of("id", id(letter), "outcome", done()))
                  : id(letter) + " " + done());
        }
        return isGone;
      } catch (Failure failure) {
        problems.add(id(letter) + ": " + failure.sentence());
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** Sends some back to where they came from. */
  @Command(name = "retry", description = "Send them back to their lane, as they were sent first.")
  static final class RetryCommand extends Settling {
    @Override
    boolean settle(DeadLetter letter, Session session, @Nullable Worker parts)
        throws Failure, InterruptedException {
      Lane lane = Lanes.named(letter.lane()).orElse(Lanes.INTERACTIVE);
      Message fresh = Headers.fresh(letter.message());
      if (parts != null && (lane.equals(Lanes.RENDER) || lane.equals(Lanes.CHUNKS))) {
        Outbox outbox = new Outbox(session.queue(), parts.metrics());
        if (lane.equals(Lanes.RENDER)) {
          parts.rendering().tasks().retry(fresh.body(), outbox);
        } else {
          parts.parts().retry(fresh.body(), outbox);
        }
        outbox.flush();
        return true;
      }
      if (parts != null) {
        // A record of the failure would be replayed instead of another try.
        clear(fresh, parts);
      }
      session.queue().publish(new Route.ToLane(lane), fresh).await();
      return true;
    }

    private static void clear(Message message, Worker parts) {
      try {
        parts.records().clearFailure(MessageCodec.readJob(message.body()).ref());
      } catch (InvalidMessage stillMalformed) {
        assert !stillMalformed.violations().isEmpty();
      }
    }

    @Override
    String done() {
      return "retried";
    }

    @Override
    boolean needsParts() {
      return true;
    }
  }

  /** Throws some away. */
  @Command(name = "drop", description = "Throw them away for good.")
  static final class DropCommand extends Settling {
    @Override
    boolean settle(DeadLetter letter, Session session, @Nullable Worker parts) {
      return true;
    }

    @Override
    String done() {
      return "dropped";
    }

    @Override
    boolean needsParts() {
      return false;
    }
  }
}
