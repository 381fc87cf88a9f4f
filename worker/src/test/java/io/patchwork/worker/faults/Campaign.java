package io.patchwork.worker.faults;

import io.patchwork.common.queue.DeadLetter;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.Otio;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Workspaces;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Jobs on workers and a broker that are killed at random, and a verifier that reads nothing but the
 * queues, the store and the event log. Prints a figure for each promise; a run can be repeated by
 * its seed.
 */
public final class Campaign {

  private static final int WORKERS = 3;
  private static final int CLIPS = 4;
  private static final String UPLOAD = "upload-";
  private static final String FILM = "film-";
  private static final String POISON = "poison-";
  private static final String JUNK = "junk-";

  /**
   * What is asked of a campaign.
   *
   * @param poison number of jobs whose process is killed whenever it starts them, besides
   * @param kills number of workers that are killed
   * @param brokerKills number of times that the broker is killed
   * @param pace mean time between two kills of workers
   */
  record Plan(long seed, int jobs, int poison, int kills, int brokerKills, Duration pace) {

    static Plan quick(long seed) {
      return new Plan(seed, 60, 2, 12, 2, Duration.ofSeconds(6));
    }

    static Plan standard(long seed) {
      return new Plan(seed, 300, 5, 60, 6, Duration.ofSeconds(10));
    }

    static Plan full(long seed) {
      return new Plan(seed, 1000, 10, 200, 20, Duration.ofSeconds(10));
    }
  }

  private final Plan plan;
  private final SplittableRandom random;
  private final Path folder = Files.createTempDirectory("patchwork-faults");
  private final TestBroker broker;
  private final TestStore s3 = TestServices.freshStore();
  private final RealCluster cluster;
  private final Map<Integer, WorkerProcess> workers = new ConcurrentHashMap<>();
  private final Map<String, Job> ledger = new LinkedHashMap<>();
  private final Map<String, Sha256> calmFilms = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int started;

  private Campaign(Plan plan, TestBroker broker) throws Exception {
    this.plan = plan;
    this.broker = broker;
    this.random = new SplittableRandom(plan.seed);
    this.cluster = new RealCluster(folder, broker.uri(), s3);
  }

  /** {@code [--quick|--standard|--full] [--nodes] [--seed N]}. */
  public static void main(String[] args) throws Exception {
    List<String> arguments = List.of(args);
    int seedAt = arguments.indexOf("--seed") + 1;
    long seed = seedAt > 0 ? Long.parseLong(arguments.get(seedAt)) : 20261127;
    Plan plan =
        arguments.contains("--full")
            ? Plan.full(seed)
            : arguments.contains("--standard") ? Plan.standard(seed) : Plan.quick(seed);
    boolean isCluster = arguments.contains("--nodes");
    Campaign campaign =
        new Campaign(plan, isCluster ? TestServices.freshCluster() : TestServices.freshBroker());
    boolean holds;
    try {
      holds = campaign.run();
    } finally {
      campaign.close();
    }
    System.exit(holds ? 0 : 1);
  }

  private void close() {
    workers.values().forEach(WorkerProcess::close);
    cluster.close();
    broker.close();
    s3.close();
    Workspaces.delete(folder);
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private boolean run() throws Exception {
    say(plan.toString());
    for (int i = 0; i < WORKERS; i++) {
      startWorker(i);
    }
    prepare();
    killWhoeverStartsPoison();
    long begun = System.nanoTime();
    Thread sender = Thread.ofPlatform().start(() -> quietly(this::send));
    kill();
    sender.join();
    awaitEnds();
    say("over after " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
    verify();
    problems.forEach(problem -> say("PROBLEM " + problem));
    say(problems.isEmpty() ? "HOLDS" : "DOES NOT HOLD");
    return problems.isEmpty();
  }

  private interface Deed {
    void run() throws Exception;
  }

  private void quietly(Deed deed) {
    try {
      deed.run();
    } catch (Exception e) {
      problems.add("the harness: " + e);
    }
  }

  private void startWorker(int place) throws Exception {
    while (true) {
      try {
        workers.put(place, cluster.worker("worker-" + started++, Map.of("PATCHWORK_SLOTS", "2")));
        return;
      } catch (AssertionError brokerIsAway) {
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private byte[] timeline(int film) {
    Otio otio = new Otio("25");
    String[] clips = new String[4];
    for (int i = 0; i < clips.length; i++) {
      clips[i] = otio.clip("asset:clip" + (film + i) % CLIPS, (film + i) % 15, 15 + film / 15 % 20);
    }
    return otio.track("Video", clips).bytes();
  }

  /** Assets, and each film once undisturbed; what was rendered for them is not to help. */
  private void prepare() throws Exception {
    for (int i = 0; i < CLIPS; i++) {
      var _ = TestCluster.asset(cluster.run(cluster.ingest("clip" + i, "person" + i, clip(i))));
    }
    Map<String, PendingJob> calm = new LinkedHashMap<>();
    for (String id : ids()) {
      if (id.startsWith(FILM)) {
        calm.put(id, cluster.client().send(film(id), id));
      }
    }
    for (Map.Entry<String, PendingJob> each : calm.entrySet()) {
      JobEvent end = each.getValue().await(event -> {});
      calmFilms.put(each.getKey(), TestCluster.film(end).output().sha256());
      each.getValue().close();
    }
    for (String made : List.of("segments/", "renders/")) {
      for (String key : cluster.keys(made)) {
        cluster.store().delete(new ObjectKey(key));
      }
    }
    say(calmFilms.size() + " films undisturbed");
  }

  /** Six uploads, three films and one file of junk in ten jobs. */
  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < plan.jobs; i++) {
      ids.add((i % 10 < 6 ? UPLOAD : i % 10 < 9 ? FILM : JUNK) + i);
    }
    return ids;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  private Render film(String id) {
    return Render.of(new Id(id), cluster.timeline(timeline(number(id))), "preview");
  }

  private Path clip(int number) throws Exception {
    Path file = folder.resolve("clip" + number + ".mp4");
    return Files.exists(file) ? file : TestMedia.video(file, 2, "320x180", "25", 300 + 50 * number);
  }

  private void send() throws Exception {
    List<String> ids = ids();
    for (int i = 0; i < plan.poison; i++) {
      ids.add(random.nextInt(ids.size()), POISON + i);
    }
    byte[] noise = new byte[4096];
    random.nextBytes(noise);
    Path junk = Files.write(folder.resolve("junk.mp4"), noise);
    for (String id : ids) {
      int number = number(id);
      Job job =
          id.startsWith(FILM)
              ? film(id)
              : cluster.ingest(id, "person", id.startsWith(JUNK) ? junk : clip(number % CLIPS));
      ledger.put(id, job);
      Envelope envelope =
          new Envelope(
              new JobId(id), "urn:faults", null, Instant.now(), null, "account" + number % 7);
      sendSurely(new JobRef(new JobId(id), "urn:faults", job.kind()), envelope, job);
    }
    say(ids.size() + " jobs sent");
  }

  /** As a platform does: until the broker has confirmed. */
  private void sendSurely(JobRef ref, Envelope envelope, Job job) throws Exception {
    while (true) {
      try {
        cluster.client().send(ref, MessageCodec.write(envelope, job)).close();
        return;
      } catch (io.patchwork.common.queue.QueueUnavailable brokerIsAway) {
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private void killWhoeverStartsPoison() {
    cluster.listen(
        "started.#",
        event -> {
          if (event instanceof JobEvent.Started started
              && event.job().id().value().startsWith(POISON)) {
            String name = started.worker();
            long pid = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
          }
        });
  }

  private void kill() throws Exception {
    int brokerEvery = Math.max(1, plan.kills / Math.max(1, plan.brokerKills));
    for (int i = 1; i <= plan.kills; i++) {
      TimeUnit.MILLISECONDS.sleep(random.nextLong(2 * plan.pace.toMillis()));
      reviveOthers();
      int victim = random.nextInt(WORKERS);
      WorkerProcess worker = workers.get(victim);
      if (worker != null) {
        worker.close();
        worker.awaitEnd();
      }
      if (i % brokerEvery == 0 && i / brokerEvery <= plan.brokerKills) {
        broker.kill();
        TimeUnit.MILLISECONDS.sleep(random.nextLong(1000, 8000));
        broker.restart();
      }
      startWorker(victim);
    }
    say(plan.kills + " workers killed, and the broker " + plan.brokerKills + " times");
  }

  /** As an orchestrator does: whatever has ended is started again. */
  private void reviveOthers() throws Exception {
    for (int place = 0; place < WORKERS; place++) {
      WorkerProcess worker = workers.get(place);
      if (worker == null || !worker.isAlive()) {
        startWorker(place);
      }
    }
  }

  private void awaitEnds() throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(20).toNanos();
    while (System.nanoTime() < end) {
      reviveOthers();
      long over =
          ledger.entrySet().stream()
              .filter(job -> isOver(new JobRef(new JobId(job.getKey()), "urn:faults", null)))
              .count();
      boolean isQuiet =
          Lanes.ALL.stream().mapToLong(cluster.queue()::depth).sum() == 0
              && cluster.keys(StoreLayout.ADMISSION).isEmpty();
      if (over == ledger.size() && isQuiet) {
        return;
      }
      TimeUnit.SECONDS.sleep(1);
    }
    problems.add("not over: " + cluster.keys(StoreLayout.ADMISSION));
  }

  private boolean isOver(JobRef job) {
    return cluster.store().head(StoreLayout.jobResult(job)).isPresent();
  }

  private void verify() throws Exception {
    EventLog log = EventLog.read(broker.uri(), cluster.prefix());
    int good = 0;
    int films = 0;
    for (String id : ledger.keySet()) {
      Set<JobEvent> ends = log.ends(id);
      if (ends.size() != 1) {
        problems.add(id + " has " + ends.size() + " ends " + ends);
        continue;
      }
      JobEvent end = ends.iterator().next();
      if (id.startsWith(POISON)) {
        expectFailure(id, end, FailureCode.POISON);
        if (log.starts(id) > 5) {
          problems.add(id + " was started " + log.starts(id) + " times");
        }
      } else if (id.startsWith(JUNK)) {
        expectFailure(id, end, FailureCode.NOT_MEDIA);
      } else if (end instanceof JobEvent.Completed(var _, Result result, var _)) {
        good++;
        films += expectArtifacts(id, result) ? 1 : 0;
      } else {
        problems.add("a good job failed: " + end);
      }
    }
    List<String> many = log.idsOfManyBodies();
    if (!many.isEmpty()) {
      problems.add(many.size() + " event ids with several bodies: " + many);
    }
    List<DeadLetter> letters = cluster.queue().deadLetters();
    long guilty =
        letters.stream()
            .map(letter -> letter.message().headers().get("x-patchwork-letter"))
            .distinct()
            .count();
    if (guilty != plan.poison) {
      problems.add(guilty + " letters of " + plan.poison + " guilty jobs: " + letters);
    }
    say(ledger.size() + " jobs; " + good + " good ones completed, " + films + " films the same");
    say(log.received() + " events, " + log.ids() + " ids, " + many.size() + " of many bodies");
    say(guilty + " letters of " + plan.poison + " guilty jobs");
    say(String.format(Locale.ROOT, "at 95 %% less than %.2f %% of jobs fail so", 300.0 / good));
    leftovers();
  }

  private void expectFailure(String id, JobEvent end, FailureCode code) {
    if (!(end instanceof JobEvent.Failed failed) || failed.code() != code) {
      problems.add(id + " ends as " + end);
    }
  }

  /** Whether it is a film that is the same as the undisturbed one. */
  private boolean expectArtifacts(String id, Result result) throws Exception {
    List<Artifact> artifacts =
        switch (result) {
          case Result.OfAsset asset -> asset.artifacts();
          case Result.OfRender render -> List.of(render.output());
          default -> List.of();
        };
    for (Artifact artifact : artifacts) {
      var content = cluster.store().read(new ObjectKey(artifact.key()), 64 << 20);
      if (content.isEmpty() || !Sha256.of(content.get().bytes()).equals(artifact.sha256())) {
        problems.add(id + " names " + artifact.key() + ", which is not there as it says");
      }
    }
    if (!(result instanceof Result.OfRender render)) {
      return false;
    }
    boolean isSame = render.output().sha256().equals(calmFilms.get(id));
    if (!isSame) {
      problems.add(id + " is another film than the undisturbed one");
    }
    return isSame;
  }

  private void leftovers() throws Exception {
    for (WorkerProcess worker : workers.values()) {
      int code = worker.terminate();
      if (code != 0) {
        problems.add("a worker ended with " + code);
      }
    }
    if (WorkerProcess.isAnythingLeft(folder.toString())) {
      problems.add("a process is left over");
    }
  }
}
