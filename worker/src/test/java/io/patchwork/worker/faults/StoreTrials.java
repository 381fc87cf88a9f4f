package io.patchwork.worker.faults;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Uploads while the store is slow, refuses, or breaks off. */
final class StoreTrials {

  private static final long SEED = 20261128;

  private final TrialCluster trial;
  private final StoreProxy proxy;

  StoreTrials(TrialCluster trial, StoreProxy proxy) {
    this.trial = trial;
    this.proxy = proxy;
  }

  static void run(String name, TrialCluster trial) throws Exception {
    try (StoreProxy proxy = new StoreProxy(trial.s3.endpoint(), SEED)) {
      StoreTrials trials = new StoreTrials(trial, proxy);
      switch (name) {
        case "slow" -> {
          trials.slow(Duration.ofMillis(100), 20);
          trials.slow(Duration.ofSeconds(2), 8);
        }
        case "refusing" -> trials.refusing();
        default -> trials.torn();
      }
    }
  }

  private WorkerProcess worker() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("PATCHWORK_S3_ENDPOINT", proxy.endpoint().toString());
    settings.put("PATCHWORK_SLOTS", "4");
    settings.put("PATCHWORK_RETRY_DELAYS", "1s,5s,10s,30s,60s");
    return trial.worker(settings);
  }

  private Set<String> send(String name, int count) throws Exception {
    Path clip = trial.clip(name, 1, "320x180");
    Set<String> sent = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      String id = name + i;
      trial.send(id, id, trial.cluster.ingest(id, "person", clip));
      sent.add(id);
    }
    return sent;
  }

  /** The ends of jobs: one each, and every artifact as it was told. */
  private void verify(Set<String> sent) throws Exception {
    Map<String, JobEvent> ends = new HashMap<>();
    long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (ends.size() < sent.size() && System.nanoTime() < end) {
      JobEvent event = trial.events.poll(1, TimeUnit.SECONDS);
      if (event instanceof JobEvent.Terminal && sent.contains(event.job().id().value())) {
        JobEvent other = ends.put(event.job().id().value(), event);
        if (other != null && !other.equals(event)) {
          throw new AssertionError("two ends: " + other + " and " + event);
        }
      }
    }
    int artifacts = 0;
    for (String id : sent) {
      if (!(ends.get(id) instanceof JobEvent.Completed(var _, Result.OfAsset asset, var _))) {
        throw new AssertionError(id + " ends as " + ends.get(id));
      }
      for (Artifact artifact : asset.artifacts()) {
        var content = trial.cluster.store().read(new ObjectKey(artifact.key()), 64 << 20);
        if (!Sha256.of(content.orElseThrow().bytes()).equals(artifact.sha256())) {
          throw new AssertionError(id + ": another " + artifact.key());
        }
        artifacts++;
      }
    }
    int letters = trial.letters();
    System.out.printf(
        "  %d of %d completed, %d artifacts as told, %d dead letters%n",
        ends.size(), sent.size(), artifacts, letters);
    trial.expect(letters == 0, "no dead letter");
  }

  private void slow(Duration delay, int jobs) throws Exception {
    try (WorkerProcess worker = worker()) {
      proxy.is(new StoreProxy.Mood(delay, false, 0, 0));
      int before = proxy.requests();
      long begun = System.nanoTime();
      Set<String> sent = send("slow" + delay.toMillis() + "-", jobs);
      verify(sent);
      boolean isLost = worker.log().contains("lease lost");
      trial.expect(!isLost, "no lease is lost");
      System.out.printf(
          "slow: %d uploads with %d ms a request took %.1f s, %d requests each; %s%n",
          jobs,
          delay.toMillis(),
          (System.nanoTime() - begun) / 1e9,
          (proxy.requests() - before) / jobs,
          isLost ? "A LEASE WAS LOST" : "no lease was lost");
      proxy.is(StoreProxy.Mood.CALM);
      worker.terminate();
    }
  }

  private void refusing() throws Exception {
    try (WorkerProcess worker = worker()) {
      var _ = send("before", 2);
      Set<String> sent = send("refused", 10);
      TimeUnit.SECONDS.sleep(2);
      proxy.is(new StoreProxy.Mood(Duration.ZERO, true, 0, 0));
      int asked = proxy.requests();
      Duration cpu = cpu(worker);
      TimeUnit.SECONDS.sleep(60);
      asked = proxy.requests() - asked;
      cpu = cpu(worker).minus(cpu);
      proxy.is(StoreProxy.Mood.CALM);
      long back = System.nanoTime();
      trial.send(
          "after", "after", trial.cluster.ingest("after", "p", trial.clip("after", 1, "320x180")));
      trial.awaitRecord("after");
      double took = (System.nanoTime() - back) / 1e9;
      verify(sent);
      System.out.printf(
          "refusing: 503 for 60 s; %d requests and %.1f CPU-s in it; a job is done %.1f s after it%n",
          asked, cpu.toMillis() / 1e3, took);
      trial.expect(took <= 30, "back within 30 s");
      trial.expect(cpu.toSeconds() < 12, "less than a fifth of a core while the store is away");
      worker.terminate();
    }
  }

  private static Duration cpu(WorkerProcess worker) {
    return ProcessHandle.of(worker.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  private void torn() throws Exception {
    try (WorkerProcess worker = worker()) {
      proxy.is(new StoreProxy.Mood(Duration.ZERO, false, 5, 5));
      Set<String> sent = send("torn", 40);
      verify(sent);
      System.out.printf(
          "torn: 40 uploads while 5 %% of bodies were broken off and 5 %% of answers lost, %d requests%n",
          proxy.requests());
      proxy.is(StoreProxy.Mood.CALM);
      worker.terminate();
    }
  }
}
