package io.patchwork.worker.faults;

import io.patchwork.worker.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Uploads on two workers whose clocks are apart, by libfaketime. */
final class ClockTrials {

  private static final int JOBS = 10;

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  private ClockTrials() {}

  static void skew(TrialCluster trial) throws Exception {
    Path library =
        LIBRARIES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("Install libfaketime (apt-get install libfaketime)."));
    for (String apart : List.of("10m", "1h")) {
      WorkerProcess ahead = trial.worker(clock(library, "+" + apart));
      WorkerProcess behind = trial.worker(clock(library, "-" + apart));
      List<String> sent = trial.sendUploads("skew" + apart + "-", JOBS);
      trial.awaitRecords(sent);
      trial.awaitQuiet();
      Outcome outcome = trial.outcome(sent);
      int exits = ahead.terminate() + behind.terminate();
      Promises.say(
          "skew: one worker %s ahead, one %s behind: %s; exit %d", apart, apart, outcome, exits);
      trial.expect(outcome.isWhole() && outcome.letters() == 0 && exits == 0, "nobody is harmed");
      trial.expect(outcome.starts() == 1, "one start each");
    }
  }

  private static Map<String, String> clock(Path library, String apart) {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME",
        apart,
        // Waits are to be as long as they are.
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "DONT_FAKE_MONOTONIC",
        "1");
  }
}
