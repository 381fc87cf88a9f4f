package io.patchwork.worker.faults;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Workers that die at a named request to the store: each reads and writes through a proxy of its
 * own, which kills the process instead of answering.
 */
final class CrashPoints {

  private static final int REPEATS = 5;
  private static final int POISON = 5;
  private static final long SEED = 20261128;

  private record Point(String name, String method, String key, boolean isAfter) {}

  private static final List<Point> POINTS =
      List.of(
          new Point("before the record is looked for", "GET", "jobs/.*/result.json", false),
          new Point("before the turn is noted", "PUT", "admission/.*/running-.*", false),
          new Point("after the turn is noted", "PUT", "admission/.*/running-.*", true),
          new Point("before the upload is fetched", "GET", "uploads/.*", false),
          new Point("before an artifact is put", "PUT", "assets/.*/.*/.*", false),
          new Point("after an artifact is put", "PUT", "assets/.*/.*/.*", true),
          new Point("before the asset is told", "PUT", "assets/[^/]*/manifest.json", false),
          new Point("after the asset is told", "PUT", "assets/[^/]*/manifest.json", true),
          new Point("before the record is put", "PUT", "jobs/.*/result.json", false),
          new Point("after the record is put", "PUT", "jobs/.*/result.json", true),
          new Point("before the turn is given back", "DELETE", "admission/.*/running-.*", false),
          new Point("after the turn is given back", "DELETE", "admission/.*/running-.*", true));

  private final TrialCluster trial;

  private CrashPoints(TrialCluster trial) {
    this.trial = trial;
  }

  static void run(String name, TrialCluster trial) throws Exception {
    CrashPoints points = new CrashPoints(trial);
    if (name.equals("points")) {
      points.points();
    } else {
      points.chunk();
    }
  }

  /** A worker with its proxy. */
  private final class Victim implements AutoCloseable {

    private final StoreProxy proxy = new StoreProxy(trial.s3.endpoint(), SEED);
    private final WorkerProcess worker;

    private Victim(Map<String, String> others) throws Exception {
      Map<String, String> settings = new LinkedHashMap<>(others);
      settings.put("PATCHWORK_S3_ENDPOINT", proxy.endpoint().toString());
      this.worker = trial.worker(settings);
    }

    /** Kills the process in quarantine, if there is one, else the worker. */
    private void die() {
      ProcessHandle itself = ProcessHandle.of(worker.pid()).orElseThrow();
      itself
          .children()
          .filter(child ->
              child.info().commandLine().orElse("").contains("io.patchwork.worker.Quarantined"))
          .findFirst()
          .orElse(itself)
          .destroyForcibly();
    }

    private void trap(Point point) {
      proxy.set(
          new StoreProxy.Trap(point.method, Pattern.compile(point.key), point.isAfter, this::die));
    }

    @Override
    public void close() {
      worker.close();
      proxy.close();
    }
  }

  private void points() throws Exception {
    Path clip = trial.clip("clip", 1, "320x180");
    Victim next = new Victim(Map.of());
    trial.send("calm", "calm", trial.cluster.ingest("calm", "person", clip));
    trial.awaitRecord("calm");
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < POINTS.size(); i++) {
      for (int j = 0; j < REPEATS; j++) {
        String id = "point" + i + "-" + j;
        next.trap(POINTS.get(i));
        trial.send(id, id, trial.cluster.ingest(id, "person", clip));
        try (Victim dead = next) {
          dead.worker.awaitEnd();
        }
        next = new Victim(Map.of());
        trial.awaitRecord(id);
        sent.add(id);
      }
    }
    awaitQuiet();
    int exit = next.worker.terminate();
    next.close();
    verify(sent, exit);
  }

  private void awaitQuiet() throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!trial.cluster.keys(StoreLayout.ADMISSION).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("left: " + trial.cluster.keys(StoreLayout.ADMISSION));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static JobEvent onlyEnd(EventLog log, String id) {
    Set<JobEvent> ends = log.ends(id);
    if (ends.size() != 1) {
      throw new AssertionError(id + " has the ends " + ends);
    }
    return ends.iterator().next();
  }

  private static Map<String, Sha256> artifacts(EventLog log, String id) {
    if (!(onlyEnd(log, id) instanceof JobEvent.Completed(var _, Result.OfAsset asset))) {
      throw new AssertionError(id + " ends as " + log.ends(id));
    }
    Map<String, Sha256> artifacts = new TreeMap<>();
    for (Artifact artifact : asset.artifacts()) {
      artifacts.put(artifact.key(), artifact.sha256());
    }
    return artifacts;
  }

  /** Each is told once, and has the artifacts of the one that nobody disturbed. */
  private void verify(List<String> sent, int exit) throws Exception {
    EventLog log = EventLog.read(trial.broker.uri(), trial.cluster.prefix());
    Map<String, Sha256> calm = artifacts(log, "calm");
    int same = 0;
    for (String id : sent) {
      Map<String, Sha256> expected = new TreeMap<>();
      calm.forEach(
          (key, digest) -> expected.put(key.replace("assets/calm/", "assets/" + id + "/"), digest));
      same += artifacts(log, id).equals(expected) && areThere(expected) ? 1 : 0;
    }
    System.out.printf(
        "points: %d points, %d deaths: %d uploads with the artifacts of the undisturbed one, %d event"
            + " ids with several bodies, %d dead letters, exit %d%n",
        POINTS.size(),
        sent.size(),
        same,
        log.idsOfManyBodies().size(),
        trial.cluster.queue().deadLetters().size(),
        exit);
  }

  private boolean areThere(Map<String, Sha256> artifacts) throws Exception {
    for (Map.Entry<String, Sha256> artifact : artifacts.entrySet()) {
      var content = trial.cluster.store().read(new ObjectKey(artifact.getKey()), 64 << 20);
      if (content.isEmpty() || !Sha256.of(content.get().bytes()).equals(artifact.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Long uploads, the second chunk of which kills whoever makes it, among good ones. */
  private void chunk() throws Exception {
    Map<String, String> settings = Map.of("PATCHWORK_CHUNK_LENGTH", "1s");
    Path bad = trial.clip("bad", 12, "1280x720");
    Point point = new Point("a chunk", "PUT", "chunks/.*/1/.*", false);
    List<Victim> workers = new ArrayList<>();
    List<String> good = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Victim worker = new Victim(settings);
      worker.trap(point);
      workers.add(worker);
    }
    for (int i = 0; i < POISON; i++) {
      trial.send("bad" + i, "bad" + i, trial.cluster.ingest("bad" + i, "person", bad));
      for (int j = 0; j < 4; j++) {
        String id = "good" + i + "-" + j;
        trial.send(id, id, trial.cluster.ingest(id, "person", trial.clip(id, 1, "320x180")));
        good.add(id);
      }
    }
    int deaths = 0;
    long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (!areOver(good) || !areOver(bads())) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not over");
      }
      for (int i = 0; i < workers.size(); i++) {
        if (!workers.get(i).worker.isAlive()) {
          workers.get(i).close();
          Victim worker = new Victim(settings);
          worker.trap(point);
          workers.set(i, worker);
          deaths++;
        }
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    EventLog log = EventLog.read(trial.broker.uri(), trial.cluster.prefix());
    long condemned =
        bads().stream()
            .filter(id ->
                onlyEnd(log, id) instanceof JobEvent.Failed failed
                    && failed.code() == FailureCode.POISON)
            .count();
    long completed =
        good.stream().filter(id -> onlyEnd(log, id) instanceof JobEvent.Completed).count();
    System.out.printf(
        "chunk: %d long uploads with a chunk that kills: %d told as poison, %d workers died, %d dead"
            + " letters; %d of %d others completed%n",
        POISON,
        condemned,
        deaths,
        trial.cluster.queue().deadLetters().size(),
        completed,
        good.size());
    workers.forEach(Victim::close);
  }

  private static List<String> bads() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < POISON; i++) {
      ids.add("bad" + i);
    }
    return ids;
  }

  private boolean areOver(List<String> ids) {
    return ids.stream()
        .allMatch(id -> trial.cluster.store().head(TrialCluster.record(id)).isPresent());
  }
}
