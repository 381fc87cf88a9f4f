package io.patchwork.worker.cli;

import io.patchwork.schema.event.JobEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Shows progress on standard error: a bar that is redrawn on a terminal, a line per change in a
 * pipe. Standard output holds results alone. Thread-safe.
 */
final class ProgressBar {

  private static final int WIDTH = 30;

  private static final int MIN_PERCENT_FOR_ESTIMATE = 5;
  private static final Duration MIN_TIME_FOR_ESTIMATE = Duration.ofSeconds(3);

  private final PrintStream err = System.err;
  private final InstantSource clock = InstantSource.system();
  private final boolean isTerminal = isTerminal();
  private boolean isBarShown;
  private String lastLine = "";

  /** Highest percentage of each; concurrent workers report different ones. */
  private final Map<String, Integer> furthest = new HashMap<>();

  /** First percentage of each and its time. */
  private final Map<String, Seen> first = new HashMap<>();

  private record Seen(int percent, Instant at) {}

  @SuppressWarnings("SystemConsoleNull") // the type says that it may be
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Shows the progress of a job. */
  synchronized void progress(String label, JobEvent event) {
    switch (event) {
      case JobEvent.Progressed progressed ->
          show(label, progressed.stage(), progressed.done(), progressed.total());
      case JobEvent.Started started when started.attempt() > 1 -> restart(label, started.attempt());
      case JobEvent.Accepted _,
          JobEvent.Started _,
          JobEvent.Completed _,
          JobEvent.Failed _,
          JobEvent.Cancelled _,
          JobEvent.LineageReported _,
          JobEvent.Forgotten _ -> {}
    }
  }

  private void restart(String label, int attempt) {
    furthest.keySet().removeIf(each -> each.startsWith(label + " "));
    line(label + ": attempt " + attempt);
  }

  private void show(String label, String stage, long done, long total) {
    int reported = (int) (100 * done / Math.max(1, total));
    int percent = furthest.merge(label + " " + stage, reported, Math::max);
    String doing = doing(stage);
    if (isTerminal) {
      int filled = WIDTH * percent / 100;
      err.printf(
          "\r\u001b[K%s  %s %s%s %3d %%%s",
          Terminal.plain(label),
          doing,
          "█".repeat(filled),
          "░".repeat(WIDTH - filled),
          percent,
          remaining(label + " " + stage, percent));
      err.flush();
      isBarShown = true;
      return;
    }
    String text = label + ": " + doing + ", " + percent + " % done";
    if (!text.equals(lastLine)) {
      err.println(Terminal.plain(text));
      lastLine = text;
    }
  }

  /** The stage as what is being done; as it is where it is none of ours. */
  private static String doing(String stage) {
    return switch (stage) {
      case "fetch" -> "fetching";
      case "encode" -> "encoding";
      case "render" -> "rendering";
      case "delete" -> "deleting";
      default -> stage;
    };
  }

  /** The estimated remaining time, once 5 % and 3 s have passed. */
  private String remaining(String label, int percent) {
    Seen start = first.computeIfAbsent(label, each -> new Seen(percent, clock.instant()));
    Duration elapsed = Duration.between(start.at, clock.instant());
    int gained = percent - start.percent;
    if (gained < MIN_PERCENT_FOR_ESTIMATE || elapsed.compareTo(MIN_TIME_FOR_ESTIMATE) < 0) {
      return "";
    }
    long seconds = elapsed.multipliedBy(100L - percent).dividedBy(gained).toSeconds();
    return seconds < 60
        ? "  about " + seconds + " s left"
        : "  about " + (seconds + 30) / 60 + " min left";
  }

  /** Prints a line. */
  synchronized void line(String text) {
    if (isBarShown) {
      err.print("\r\u001b[K");
      isBarShown = false;
    }
    err.println(Terminal.plain(text));
  }

  /** Clears the bar, once its job has ended. */
  synchronized void clear() {
    furthest.clear();
    first.clear();
    if (isBarShown) {
      err.print("\r\u001b[K");
      err.flush();
      isBarShown = false;
    }
  }
}
