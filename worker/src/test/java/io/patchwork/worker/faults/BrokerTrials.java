package io.patchwork.worker.faults;

import io.patchwork.common.testing.TcpProxy;
import io.patchwork.worker.WorkerProcess;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Uploads on workers whose connections to the broker break ten times a minute. */
final class BrokerTrials {

  private static final int JOBS = 60;
  private static final int CUTS = 20;

  private BrokerTrials() {}

  static void flapping(TrialCluster trial) throws Exception {
    try (TcpProxy proxy = new TcpProxy(List.of(trial.broker.uri().getPort()))) {
      Map<String, String> settings =
          Map.of("PATCHWORK_AMQP_URL", "amqp://guest:guest@127.0.0.1:" + proxy.port());
      WorkerProcess one = trial.worker(settings);
      WorkerProcess other = trial.worker(settings);
      List<String> sent = trial.sendUploads("flapping", JOBS);
      for (int i = 0; i < CUTS; i++) {
        TimeUnit.SECONDS.sleep(6);
        proxy.cut();
      }
      long calm = System.nanoTime();
      trial.awaitRecords(sent);
      trial.awaitQuiet();
      double took = (System.nanoTime() - calm) / 1e9;
      Outcome outcome = trial.outcome(sent);
      int exits = one.terminate() + other.terminate();
      Promises.say(
          "flapping: all connections cut %d times in %d s, all over %.1f s later; %s; exit %d",
          CUTS, 6 * CUTS, took, outcome, exits);
      trial.expect(outcome.isWhole() && outcome.letters() == 0, "nobody is harmed or condemned");
      trial.expect(exits == 0, "exit code 0");
    }
  }
}
