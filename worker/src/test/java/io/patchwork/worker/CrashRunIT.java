package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.config.Environment;
import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.deletion.DeletionReport.Deletion;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.crash.Life;
import io.patchwork.worker.crash.MortalQueue;
import io.patchwork.worker.crash.MortalStore;
import io.patchwork.worker.crash.RecordedChildren;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Workspaces;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * Workers that die before or after each of their side effects, one run for each: what the next one
 * makes of it must be what an undisturbed worker makes. Each child runs once for all runs.
 */
@Timeout(600)
final class CrashRunIT {

  private static final long HASTE = 100;
  private static final long PATIENCE_MILLIS = 60_000;

  /** Wrong runs that are told; each may take as long as the patience. */
  private static final int ENOUGH = 3;

  private static final int MORE_LIVES = 3;

  /** The seed of the pairs of deaths; a failure names its pair. */
  private static final long SEED = 20261127;

  /** Runs in which two workers die, of uploads and of renders each. */
  private static final int PAIRS = Integer.getInteger("patchwork.crash.pairs", 50);

  @TempDir Path temp;
  private final Map<String, ?> recordings = RecordedChildren.recordings();

  /** Jobs of a run: of two accounts that have one job each in a lane at once. */
  private interface Jobs {
    void send(ObjectStore store, Path folder, Sender sender) throws Exception;
  }

  private interface Sender {
    void send(String id, String account, Job job) throws Exception;
  }

  /** What a run has left, and what its workers did. */
  private record Run(List<String> keys, Map<String, Sha256> outputs, List<String> effects) {}

  private Run run(Jobs jobs, List<Life> deaths) throws Exception {
    Path folder = Files.createTempDirectory(fastest(), "patchwork-crash");
    InProcessJobQueue queue =
        new InProcessJobQueue(Lanes.topology("crash", config(folder).retryDelays()), HASTE);
    try (ObjectStore store = new FileObjectStore(folder.resolve("store"))) {
      Events events = new Events();
      queue.subscribeEvents("#", events::hear);
      Set<String> ids = new LinkedHashSet<>();
      jobs.send(
          store,
          folder.resolve("store"),
          (id, account, job) -> {
            ids.add(id);
            Envelope envelope =
                new Envelope(new JobId(id), "urn:test", null, Instant.EPOCH, null, account);
            Message message = new Message(id, MessageCodec.write(envelope, job), Map.of());
            queue.publish(new Route.ToLane(Lanes.of(job.kind())), message).await();
          });
      for (Life life : deaths) {
        work(folder, queue, store, life, () -> events.haveEnded(ids) && isQuiet(queue, store));
      }
      Life last = Life.endless();
      work(folder, queue, store, last, () -> events.haveEnded(ids) && isQuiet(queue, store));
      // A delivery in hand is not seen from outside: what was stopped goes on with the next worker.
      for (int lives = 0; lives < MORE_LIVES && !isQuiet(queue, store); lives++) {
        Condition isOver = () -> isQuiet(queue, store);
        work(folder, queue, store, Life.endless(), isOver);
      }
      assertThat(queue.deadLetters()).as("dead letters").isEmpty();
      return new Run(keys(store), events.outputs(store), last.effects());
    } finally {
      queue.close();
      Workspaces.delete(folder);
    }
  }

  /** In memory, where there is such a place: a directory store waits for the disk at each put. */
  private static Path fastest() {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private WorkerConfig config(Path folder) throws Exception {
    WorkerConfig local =
        WorkerConfig.local(
            new Environment(
                Map.of(
                    "PATCHWORK_DIR",
                    folder.resolve("scratch").toString(),
                    "PATCHWORK_SLOTS",
                    "1",
                    "PATCHWORK_RETRY_DELAYS",
                    "1s,1s,1s",
                    "PATCHWORK_SOURCES",
                    Sample.library().toUri().toString(),
                    "PATCHWORK_PROFILES",
                    TestCluster.ladders().toString())),
            folder.resolve("store"));
    ObjectNode document = (ObjectNode) Json.tree(Json.bytes(local));
    return Json.read(Json.bytes(document.put("accountWindow", 1)), WorkerConfig.class);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Lets a worker live until its death, or until a condition holds. */
  private void work(
      Path folder, InProcessJobQueue queue, ObjectStore store, Life life, Condition isEnough)
      throws Exception {
    Worker worker =
        new Worker(
            config(folder),
            new MortalQueue(queue, life),
            new MortalStore(store, life),
            InstantSource.system(),
            sentence -> {},
            new Metrics(),
            Optional.empty(),
            Optional.of(new RecordedChildren(recordings, life)));
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    try {
      worker.start();
      while (!life.awaitEnd(5) && !isEnough.holds()) {
        assertThat(System.nanoTime())
            .as("the end of all jobs; so far: " + life.effects())
            .isLessThan(end);
      }
    } catch (Life.Crash whileItStarted) {
      assertThat(life.isOver()).isTrue();
    } finally {
      worker.stopNow();
    }
  }

  private static boolean isQuiet(InProcessJobQueue queue, ObjectStore store) {
    return Lanes.ALL.stream().mapToLong(queue::depth).sum() == 0
        && keys(store).stream().noneMatch(key -> key.startsWith(StoreLayout.ADMISSION));
  }

  /**
   * All keys, but for those of jobs that end in other messages than their own: which of equal
   * renders does, depends on who comes first. A manifest's has a digest of what is told of the run
   * that made it.
   */
  private static List<String> keys(ObjectStore store) {
    try (Stream<StoredObject> objects = store.list("")) {
      return objects
          .map(object -> object.key().value().replaceFirst("manifest-[0-9a-f]{64}", "manifest-"))
          .filter(key -> !key.matches("jobs/.*/admission[.]json"))
          .toList();
    }
  }

  /** What was told, and whether it was told in one way. */
  private static final class Events {
    private final Map<String, Set<String>> bodies = new ConcurrentHashMap<>();
    private final Map<String, JobEvent> ends = new ConcurrentHashMap<>();

    synchronized void hear(Message message) {
      try {
        JobEvent event = MessageCodec.readEvent(message.body()).event();
        bodies
            .computeIfAbsent(message.id(), id -> ConcurrentHashMap.newKeySet())
            .add(Sha256.of(message.body()).hex());
        if (event instanceof JobEvent.Terminal) {
          ends.merge(
              event.job().id().value(),
              event,
              (one, other) -> {
                assertThat(other).isEqualTo(one);
                return one;
              });
        }
      } catch (io.patchwork.schema.wire.InvalidMessage e) {
        throw new AssertionError(e);
      }
    }

    boolean haveEnded(Set<String> ids) {
      return ends.keySet().containsAll(ids);
    }

    /** The digests of all that is said to be there, each of which is there. */
    synchronized Map<String, Sha256> outputs(ObjectStore store) {
      assertThat(bodies.values()).allSatisfy(each -> assertThat(each).as("bodies").hasSize(1));
      Map<String, Sha256> outputs = new TreeMap<>();
      for (JobEvent end : ends.values()) {
        assertThat(end).isInstanceOf(JobEvent.Completed.class);
        for (Artifact artifact : artifacts(((JobEvent.Completed) end).result())) {
          byte[] bytes = store.read(new ObjectKey(artifact.key()), 64 << 20).orElseThrow().bytes();
          assertThat(Sha256.of(bytes)).as(artifact.key()).isEqualTo(artifact.sha256());
          outputs.put(artifact.key(), artifact.sha256());
        }
        if (((JobEvent.Completed) end).result() instanceof Result.OfDeletion deletion) {
          byte[] report =
              store.read(new ObjectKey(deletion.report().key()), 64 << 20).orElseThrow().bytes();
          for (Deletion deleted : Json.read(report, DeletionReport.class).deleted()) {
            outputs.put("deleted " + deleted.key(), Sha256.of(deleted.why()));
          }
        }
      }
      return outputs;
    }

    private static List<Artifact> artifacts(Result result) {
      return switch (result) {
        case Result.OfAsset asset -> asset.artifacts();
        case Result.OfRender render -> List.of(render.output());
        default -> List.of();
      };
    }
  }

  private static List<String> without(List<String> keys, List<String> others) {
    List<String> rest = new ArrayList<>(keys);
    others.forEach(rest::remove);
    return rest;
  }

  /** Runs that die before and after every side effect, and some that die twice. */
  private void everyDeath(Jobs jobs) throws Exception {
    // Once for the children, which are slower when they run.
    var _ = run(jobs, List.of());
    Run calm = run(jobs, List.of());
    int effects = calm.effects.size();
    assertThat(effects).isGreaterThan(20);
    List<List<Life>> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int last = 1; last <= effects; last++) {
      for (boolean isBefore : new boolean[] {true, false}) {
        all.add(List.of(Life.until(last, isBefore)));
        names.add((isBefore ? "before " : "after ") + last);
      }
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < PAIRS; i++) {
      int first = random.nextInt(1, effects + 1);
      int second = random.nextInt(1, effects + 1);
      boolean isBefore = random.nextBoolean();
      all.add(List.of(Life.until(first, isBefore), Life.until(second, !isBefore)));
      names.add("pair " + first + " " + second + " " + isBefore);
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < all.size() && wrong.size() < ENOUGH; i++) {
      try {
        Run disturbed = run(jobs, all.get(i));
        assertThat(disturbed.outputs).isEqualTo(calm.outputs);
        assertThat(without(calm.keys, disturbed.keys)).as("missing").isEmpty();
        assertThat(without(disturbed.keys, calm.keys)).as("left over").isEmpty();
      } catch (AssertionError e) {
        List<String> done = all.get(i).getLast().effects();
        wrong.add(names.get(i) + " " + done.subList(Math.max(0, done.size() - 4), done.size()) + e);
      }
    }
    assertThat(wrong).as("of " + all.size() + " runs").isEmpty();
    // The number of side effects varies: a watchdog comes sooner or later.
    long deaths = all.stream().filter(lives -> lives.getFirst().isOver()).count();
    System.out.println(
        "crash runs: "
            + effects
            + " side effects, "
            + all.size()
            + " runs, "
            + deaths
            + " with a death");
    assertThat(deaths).as("deaths").isGreaterThan(all.size() * 3L / 4);
  }

  @Test
  void uploadsComeToTheSame() throws Exception {
    Path file = TestMedia.video(temp.resolve("clip.mp4"), 1, "160x90", "10", 440);
    byte[] bytes = Files.readAllBytes(file);
    everyDeath((store, folder, sender) -> {
      ObjectKey key = new ObjectKey("uploads/test/clip.mp4");
      store.putIfAbsent(key, Upload.of(bytes, "video/mp4", Sha256.of(bytes).hex()));
      for (String asset : List.of("one", "two")) {
        Source source = new Source.Stored(store.uri(key));
        sender.send(
            asset,
            "ana",
            new Ingest(new Id(asset), source, List.of(), List.of(), null, null, TestCluster.SMALL));
      }
    });
  }

  @Test
  void rendersComeToTheSame() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:counter", 0, 10), otio.clip("asset:counter", 20, 10));
    byte[] timeline = otio.bytes();
    everyDeath((store, folder, sender) -> {
      Sample.COUNTER.link(folder);
      Sha256 digest = Sha256.of(timeline);
      ObjectKey key = StoreLayout.timeline(digest);
      store.putIfAbsent(key, Upload.of(timeline, "application/json", digest.hex()));
      Render render = Render.of(new Id("film"), new Source.Stored(store.uri(key)), "preview");
      sender.send("first", "ana", render);
      sender.send("other", "bo", render);
      sender.send("again", "ana", render);
    });
  }

  @Test
  void forgettingComesToTheSame() throws Exception {
    Path full = temp.resolve("full");
    try (TestCluster cluster = new TestCluster(full, Map.of())) {
      for (String asset : List.of("anna", "bo")) {
        Path file =
            TestMedia.video(temp.resolve(asset + ".mp4"), 1, "160x90", "10", 40 * asset.length());
        TestCluster.asset(cluster.ingest(asset, file, TestCluster.SMALL));
      }
      for (String film : List.of("anna", "bo")) {
        Otio otio = new Otio("10");
        otio.track("Video", otio.clip("asset:" + film, 0, 5), otio.clip("asset:bo", 2, 5));
        TestCluster.film(cluster.render("film-" + film, otio.bytes(), "preview"));
      }
    }
    everyDeath((store, folder, sender) -> {
      copy(full.resolve("store"), folder);
      sender.send("leave", "ops", new Forget(new Id("anna"), null, null, null, null, null));
    });
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
