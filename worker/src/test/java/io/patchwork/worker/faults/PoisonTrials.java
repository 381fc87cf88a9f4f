package io.patchwork.worker.faults;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.worker.jobs.Lanes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Messages other than jobs that kill whoever handles them, among good jobs: a chunk of a long
 * upload, and a notification of an upload.
 */
final class PoisonTrials {

  private static final int GUILTY = 5;
  private static final int GOOD = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final TrialCluster trial;
  private final Map<String, String> settings;
  private final String method;
  private final String key;
  private final List<Victim> workers = new ArrayList<>();
  private int deaths;

  private PoisonTrials(
      TrialCluster trial, Map<String, String> settings, String method, String key) {
    this.trial = trial;
    this.settings = settings;
    this.method = method;
    this.key = key;
  }

  static void run(String name, TrialCluster trial) throws Exception {
    if (name.equals("chunk")) {
      Map<String, String> settings = Map.of("PATCHWORK_CHUNK_LENGTH", "1s");
      new PoisonTrials(trial, settings, "PUT", "chunks/.*/1/.*").chunk();
    } else {
      Map<String, String> settings = Map.of("PATCHWORK_TRUST_METADATA", "true");
      new PoisonTrials(trial, settings, "HEAD", "uploads/guilty/.*").notice();
    }
  }

  private Victim victim() throws Exception {
    Victim victim = new Victim(trial);
    victim.trap(method, key, false);
    victim.start(settings);
    return victim;
  }

  /** Two workers, started again when they die, as an orchestrator does, until all is over. */
  private void runUntilOver(List<String> jobs, int letters) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!trial.areOver(jobs) || trial.letters() < letters) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not over after " + deaths + " deaths, " + trial.letters() + " letters");
      }
      for (int i = 0; i < workers.size(); i++) {
        if (!workers.get(i).worker().isAlive()) {
          end(workers.get(i));
          workers.set(i, victim());
        }
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    workers.forEach(this::end);
  }

  private void end(Victim victim) {
    deaths += victim.deaths();
    victim.close();
  }

  private void start() throws Exception {
    workers.add(victim());
    workers.add(victim());
  }

  private void chunk() throws Exception {
    start();
    Path long12 = trial.clip("long", 12, "1280x720");
    List<String> guilty = new ArrayList<>();
    for (int i = 0; i < GUILTY; i++) {
      String id = "guilty" + i;
      trial.send(id, id, trial.cluster.ingest(id, "person", long12));
      guilty.add(id);
    }
    List<String> good = trial.sendUploads("good", GOOD);
    List<String> all = new ArrayList<>(guilty);
    all.addAll(good);
    runUntilOver(all, GUILTY);
    EventLog log = trial.log();
    long condemned =
        guilty.stream()
            .filter(id ->
                log.onlyEnd(id) instanceof JobEvent.Failed failed
                    && failed.code() == FailureCode.POISON)
            .count();
    trial.expect(condemned == GUILTY, "each is told as poison");
    Outcome others = trial.outcome(good);
    expect(others);
    Promises.say(
        "chunk: %d long uploads with a chunk that kills: %d told as poison, %d processes died; of"
            + " the others %s",
        GUILTY, condemned, deaths, others);
  }

  /** Each is of an upload of its own; none of them can be told, because it has no job yet. */
  private void notice() throws Exception {
    start();
    for (int i = 0; i < GUILTY; i++) {
      String notice =
          """
          {"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},
           "object":{"key":"uploads/guilty/a%d/clip.mp4","sequencer":"01"}}}]}\
          """
              .formatted(trial.cluster.bucket().getHost(), i);
      trial
          .cluster
          .queue()
          .publish(
              new Route.ToLane(Lanes.UPLOADS),
              new Message("notice" + i, notice.getBytes(StandardCharsets.UTF_8), Map.of()))
          .await();
    }
    List<String> good = trial.sendUploads("good", GOOD);
    runUntilOver(good, GUILTY);
    Outcome others = trial.outcome(good);
    expect(others);
    Promises.say(
        "notice: %d notifications that kill: %d processes died; of the uploads beside them %s",
        GUILTY, deaths, others);
  }

  private void expect(Outcome others) {
    trial.expect(deaths == 4 * GUILTY, "four starts each");
    trial.expect(others.isWhole() && others.letters() == GUILTY, "nobody else is harmed");
  }
}
