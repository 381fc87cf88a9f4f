package io.patchwork.worker.faults;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Workers that die at a named request to the store: each reads and writes through a proxy of its
 * own, which kills the process instead of answering.
 */
final class CrashPoints {

  private static final int REPEATS = 5;

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

  static void run(TrialCluster trial) throws Exception {
    new CrashPoints(trial).points();
  }

  private Victim victim() throws Exception {
    Victim victim = new Victim(trial);
    victim.start(Map.of());
    return victim;
  }

  private void points() throws Exception {
    Path clip = trial.clip("clip", 1, "320x180");
    Victim next = victim();
    trial.send("calm", "calm", trial.cluster.ingest("calm", "person", clip));
    trial.awaitRecord("calm");
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < POINTS.size(); i++) {
      for (int j = 0; j < REPEATS; j++) {
        String id = "point" + i + "-" + j;
        Point point = POINTS.get(i);
        next.trap(point.method, point.key, point.isAfter);
        trial.send(id, id, trial.cluster.ingest(id, "person", clip));
        try (Victim dead = next) {
          dead.worker().awaitEnd();
        }
        next = victim();
        trial.awaitRecord(id);
        sent.add(id);
      }
    }
    trial.awaitQuiet();
    int exit = next.worker().terminate();
    next.close();
    verify(sent, exit);
  }

  private static Map<String, Sha256> artifacts(EventLog log, String id) {
    if (!(log.onlyEnd(id) instanceof JobEvent.Completed(var _, Result.OfAsset asset, var _))) {
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
    EventLog log = trial.log();
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
        POINTS.size(), sent.size(), same, log.idsOfManyBodies().size(), trial.letters(), exit);
    trial.expect(same == sent.size(), "the artifacts of the undisturbed one");
    trial.expect(
        log.idsOfManyBodies().isEmpty() && trial.letters() == 0 && exit == 0,
        "told once, no letter, exit code 0");
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
}
