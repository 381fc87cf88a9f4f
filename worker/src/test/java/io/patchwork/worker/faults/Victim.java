package io.patchwork.worker.faults;

import io.patchwork.worker.QuarantinedWorker;
import io.patchwork.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A worker with a proxy of its own before the store, at which a request kills it. */
final class Victim implements AutoCloseable {

  private static final long SEED = 20261128;

  private final StoreProxy proxy;
  private final TrialCluster trial;
  private final CompletableFuture<WorkerProcess> worker = new CompletableFuture<>();
  private final AtomicInteger deaths = new AtomicInteger();

  /** A worker that is yet to be started. */
  Victim(TrialCluster trial) throws Exception {
    this.trial = trial;
    this.proxy = new StoreProxy(trial.s3.endpoint(), SEED);
  }

  void start(Map<String, String> others) throws Exception {
    Map<String, String> settings = new LinkedHashMap<>(others);
    settings.put("PATCHWORK_S3_ENDPOINT", proxy.endpoint().toString());
    worker.complete(trial.worker(settings));
  }

  WorkerProcess worker() {
    return worker.join();
  }

  /** How many processes the trap has killed: the worker, and those in quarantine. */
  int deaths() {
    return deaths.get();
  }

  /**
   * Lets a request to the store be its last; one that comes while it starts waits until it has.
   *
   * @param key the whole key of the object, a regular expression
   * @param isAfter whether the store does what is asked first
   */
  void trap(String method, String key, boolean isAfter) {
    proxy.set(new StoreProxy.Trap(method, Pattern.compile(key), isAfter, this::die));
  }

  /** Kills the process in quarantine, if there is one, else the worker. */
  private void die() {
    deaths.incrementAndGet();
    ProcessHandle itself = ProcessHandle.of(worker().pid()).orElseThrow();
    itself.children().filter(Victim::isQuarantined).findFirst().orElse(itself).destroyForcibly();
  }

  /** Not by its {@link ProcessHandle.Info}, which has nothing of a command line that is long. */
  private static boolean isQuarantined(ProcessHandle child) {
    try {
      return Files.readString(Path.of("/proc/" + child.pid() + "/cmdline"))
          .contains(QuarantinedWorker.class.getName());
    } catch (IOException ended) {
      return false;
    }
  }

  @Override
  public void close() {
    worker().close();
    proxy.close();
  }
}
