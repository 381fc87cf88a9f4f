package io.patchwork.worker;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Render;
import io.patchwork.worker.client.PendingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Renders the same film again and again on two workers of which one after the other is killed at
 * random, and compares every film with the one that nobody disturbed, byte for byte.
 */
public final class ChaosCheck {

  private static final int ASSETS = 4;

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20261125);
  private final Path folder = Files.createTempDirectory("patchwork-chaos");
  private final RealCluster cluster = new RealCluster(folder);
  private final List<WorkerProcess> workers = new ArrayList<>();
  private int started;
  private int killed;

  private ChaosCheck() throws Exception {}

  public static void main(String[] args) throws Exception {
    int renders = args.length == 0 ? 20 : Integer.parseInt(args[0]);
    ChaosCheck check = new ChaosCheck();
    boolean isSame;
    try {
      isSame = check.run(renders);
    } finally {
      check.workers.forEach(WorkerProcess::close);
      check.cluster.close();
    }
    System.exit(isSame ? 0 : 1);
  }

  private WorkerProcess worker() throws Exception {
    return cluster.worker("worker-" + started++, Map.of("PATCHWORK_SLOTS", "1"));
  }

  private boolean run(int renders) throws Exception {
    workers.add(worker());
    workers.add(worker());
    for (int i = 0; i < ASSETS; i++) {
      Path file =
          TestMedia.video(folder.resolve("clip" + i + ".mp4"), 12, "640x360", "25", 300 + 50 * i);
      TestCluster.asset(cluster.run(cluster.ingest("clip" + i, "person" + i, file)));
    }
    byte[] timeline = timeline().bytes();
    Result.OfRender calm = film(timeline, "calm");
    System.out.println("undisturbed: " + calm.output().sha256() + " " + calm.segments());
    int same = 0;
    for (int i = 1; i <= renders; i++) {
      // What was made for the last one is not to help.
      for (String key : cluster.keys("segments/")) {
        cluster.store().delete(new ObjectKey(key));
      }
      int before = killed;
      Result.OfRender film = disturbed(timeline, "film-" + i);
      boolean isSame =
          film.output().sha256().equals(calm.output().sha256()) && story(film).equals(story(calm));
      same += isSame ? 1 : 0;
      System.out.println(
          (isSame ? "SAME   " : "OTHER  ")
              + "film "
              + i
              + " after "
              + (killed - before)
              + " kills: "
              + film.output().sha256());
    }
    System.out.println(same + " of " + renders + " films are the same, " + killed + " kills");
    int dead = cluster.queue().deadLetters().size();
    System.out.println("dead letters: " + dead);
    return same == renders && dead == 0;
  }

  /** What its lineage says, but for which render it is of. */
  private static Sha256 story(Result.OfRender film) {
    return film.document() == null
        ? film.lineage().sha256()
        : Sha256.of(film.document().uses().toString() + film.document().generated());
  }

  private Otio timeline() {
    Otio otio = new Otio("25");
    List<String> picture = new ArrayList<>();
    List<String> audio = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      if (i > 0 && i % 2 == 0) {
        picture.add(otio.transition(6, 6));
      }
      picture.add(otio.clip("asset:clip" + i % ASSETS, 10 + 7L * i, 120));
      audio.add(otio.clip("asset:clip" + (i + 1) % ASSETS, 5L * i, 120));
    }
    return otio.track("Video", picture.toArray(String[]::new))
        .track("Video", otio.gap(100), otio.generator("Title", "\"text\":\"Title\"", 75))
        .track("Audio", audio.toArray(String[]::new));
  }

  private Result.OfRender film(byte[] timeline, String id) throws Exception {
    return TestCluster.film(cluster.run(Render.of(new Id(id), cluster.timeline(timeline), "hd")));
  }

  private Result.OfRender disturbed(byte[] timeline, String id) throws Exception {
    try (PendingJob pending =
        cluster.client().send(Render.of(new Id(id), cluster.timeline(timeline), "hd"), id)) {
      FutureTask<JobEvent> end = new FutureTask<>(() -> pending.await(event -> {}));
      Thread.startVirtualThread(end);
      while (!isOver(end)) {
        int victim = random.nextInt(workers.size());
        workers.get(victim).kill();
        killed++;
        workers.set(victim, worker());
      }
      return TestCluster.film(end.get());
    }
  }

  /** Whether it ends within a moment of up to four seconds. */
  private boolean isOver(FutureTask<JobEvent> end) throws Exception {
    try {
      end.get(random.nextLong(200, 4000), TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException notYet) {
      return false;
    }
  }
}
