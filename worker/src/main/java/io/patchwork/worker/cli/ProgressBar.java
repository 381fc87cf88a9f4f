package io.patchwork.worker.cli;

import io.patchwork.schema.event.JobEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Where progress goes: a bar that redraws itself on a terminal, a line a change in a pipe, always
 * on standard error, so that standard output holds results alone. Thread-safe.
 */
final class ProgressBar {

  private static final int WIDTH = 30;

  private static final int MIN_PERCENT = 5;
  private static final Duration MIN_WAIT = Duration.ofSeconds(3);

  private final PrintStream err = System.err;
  private final InstantSource clock = InstantSource.system();
  private final boolean isTerminal = isTerminal();
  private boolean isBarShown;
  private String last = "";

  /** How far each is: workers at parts of one thing know little of each other. */
  private final Map<String, Integer> furthest = new HashMap<>();

  /** Where and when each was seen first. */
  private final Map<String, Seen> first = new HashMap<>();

  private record Seen(int percent, Instant at) {}

  @SuppressWarnings("SystemConsoleNull") // the type says that it may be
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Shows how far something is. */
  synchronized void progress(String what, JobEvent event) {
    switch (event) {
      case JobEvent.Progressed progressed ->
          show(what, progressed.stage(), progressed.done(), progressed.total());
      case JobEvent.Started started when started.attempt() > 1 -> again(what, started.attempt());
      case JobEvent.Accepted _,
          JobEvent.Started _,
          JobEvent.Completed _,
          JobEvent.Failed _,
          JobEvent.Cancelled _,
          JobEvent.LineageReported _ -> {}
    }
  }

  private void again(String what, int attempt) {
    furthest.keySet().removeIf(each -> each.startsWith(what + " "));
    line(what + ": attempt " + attempt);
  }

  private void show(String what, String stage, long done, long total) {
    int told = (int) (100 * done / Math.max(1, total));
    int percent = furthest.merge(what + " " + stage, told, Math::max);
    if (isTerminal) {
      int filled = WIDTH * percent / 100;
      err.printf(
          "\r\u001b[K%s  %s %s%s %3d %%%s",
          what,
          stage,
          "█".repeat(filled),
          "░".repeat(WIDTH - filled),
          percent,
          left(what + " " + stage, percent));
      err.flush();
      isBarShown = true;
      return;
    }
    String text = what + ": " + stage + " " + percent + " %";
    if (!text.equals(last)) {
      err.println(text);
      last = text;
    }
  }

  /** How long it will still take at the pace that was seen, once there is one. */
  private String left(String what, int percent) {
    Seen seen = first.computeIfAbsent(what, each -> new Seen(percent, clock.instant()));
    Duration took = Duration.between(seen.at, clock.instant());
    int came = percent - seen.percent;
    if (came < MIN_PERCENT || took.compareTo(MIN_WAIT) < 0) {
      return "";
    }
    long seconds = took.multipliedBy(100L - percent).dividedBy(came).toSeconds();
    return seconds < 60
        ? "  about " + seconds + " s left"
        : "  about " + (seconds + 30) / 60 + " min left";
  }

  /** A line of its own. */
  synchronized void line(String text) {
    if (isBarShown) {
      err.print("\r\u001b[K");
      isBarShown = false;
    }
    err.println(text);
  }

  /** Takes the bar away: what it told of is over. */
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
