package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.job.Retention;
import io.patchwork.schema.job.Retention.DeleteAfterDays;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.bench.Figure;
import io.patchwork.worker.bench.Goal;
import io.patchwork.worker.bench.Scratch;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Retention over a store of many renders, a quarter of which were revised, and a tenth of which are
 * young. What must stay is found without the search of the product: by all strings of all documents
 * that something current leads to.
 */
public final class RetentionCheck {

  private static final DeleteAfterDays ALL = new DeleteAfterDays(30, 30, 30, 30, 30, 7, 60, 30);
  private static final int ASSETS = 3;
  private static final int SECONDS = 60;
  private static final int FRAMES = 12;
  private static final int AT_ONCE = 16;
  private static final String RATE = "25";

  private final Path folder;
  private final TestCluster cluster;
  private int films;

  private RetentionCheck(Path folder, TestCluster cluster) {
    this.folder = folder;
    this.cluster = cluster;
  }

  /**
   * Checks.
   *
   * @param args {@code --quick} for 60 renders instead of 500
   */
  public static void main(String[] args) throws Exception {
    try (Scratch scratch = new Scratch();
        TestCluster cluster =
            new TestCluster(scratch.folder(), Map.of("PATCHWORK_SANDBOX", "none"))) {
      new RetentionCheck(scratch.folder(), cluster)
          .run(List.of(args).contains("--quick") ? 60 : 500);
    }
    System.exit(0);
  }

  private void run(int renders) throws Exception {
    for (int i = 0; i < ASSETS; i++) {
      Path clip =
          TestMedia.video(folder.resolve(i + ".mp4"), SECONDS, "160x90", RATE, 300 + 100 * i);
      TestCluster.asset(cluster.ingest("asset-" + i, clip, TestCluster.SMALL));
    }
    int ids = renders * 3 / 4;
    render(0, ids);
    render(0, renders - ids);
    age();
    render(0, renders / 10);
    Map<String, Long> before = sizes();
    Set<String> reached = reached(before.keySet());
    Set<String> unreached = unreached(before.keySet(), reached);
    retain(true);
    if (!sizes().keySet().containsAll(before.keySet())) {
      throw new AssertionError("a dry run deleted something");
    }
    long began = System.nanoTime();
    retain(false);
    double seconds = (System.nanoTime() - began) / 1e9;
    Set<String> after = sizes().keySet();

    System.out.printf(
        "  %d films of %d renders, %d objects; %d are reached, %d segments and revisions are not%n",
        films, ids, before.size(), reached.size(), unreached.size());
    Figure.print("retention_s", seconds);
    Figure.print("retention_deleted", missing(before.keySet(), after).size());
    Figure.print("retention_lost", missing(reached, after).size(), Goal.atMost(0));
    Set<String> left = new TreeSet<>(unreached);
    left.retainAll(after);
    Figure.print("retention_left", left.size(), Goal.atMost(0));
    Stream.concat(missing(reached, after).stream(), left.stream())
        .limit(20)
        .forEach(System.out::println);
    // What stayed is whole: films are made again of what is there.
    Figure.print("retention_made_anew", (double) rendered(ids - 1), Goal.atMost(0));
  }

  private static Set<String> missing(Set<String> keys, Set<String> there) {
    Set<String> missing = new TreeSet<>(keys);
    missing.removeAll(there);
    return missing;
  }

  /** Renders again, each time with other frames; some at once. */
  private void render(int from, int to) throws Exception {
    for (int i = from; i < to; i += AT_ONCE) {
      List<PendingJob> sent = new ArrayList<>();
      for (int j = i; j < Math.min(to, i + AT_ONCE); j++) {
        sent.add(cluster.client().send(job("film-" + j, films++), "check"));
      }
      for (PendingJob pending : sent) {
        try (pending) {
          TestCluster.film(pending.await(_ -> {}));
        }
      }
    }
  }

  private Render job(String id, int number) {
    Otio otio = new Otio(RATE);
    int start = 2 * (number / ASSETS) % (SECONDS * 25 - FRAMES);
    // Every second film has a title, of which a few are the same.
    String title = otio.generator("Title", "\"text\":\"Number " + number % 50 + "\"", FRAMES);
    otio.track("Video", otio.clip("asset:asset-" + number % ASSETS, start, FRAMES));
    if (number % 2 == 0) {
      otio.track("Video", title);
    }
    return Render.of(new Id(id), cluster.timeline(otio.bytes()), "preview");
  }

  /** Segments that a film needs anew which was there before retention. */
  private long rendered(int number) throws Exception {
    Result.OfRender again = TestCluster.film(cluster.run(job("anew", number)));
    return again.segments().rendered();
  }

  private void age() throws Exception {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(100)));
    try (Stream<Path> files = Files.walk(cluster.folder().resolve("store"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }

  private Map<String, Long> sizes() {
    try (Stream<StoredObject> objects = cluster.store().list("")) {
      return objects.collect(Collectors.toMap(object -> object.key().value(), StoredObject::bytes));
    }
  }

  private void retain(boolean isDryRun) throws Exception {
    if (!(cluster.run(new Retention(ALL, isDryRun)) instanceof JobEvent.Completed)) {
      throw new AssertionError("retention did not complete");
    }
  }

  private JsonNode document(String key) throws Exception {
    return Json.tree(cluster.store().read(new ObjectKey(key), 1 << 24).orElseThrow().bytes());
  }

  /** Current manifests and revisions, and all that their documents name. */
  private Set<String> reached(Set<String> keys) throws Exception {
    // Documents name segments and drawn words by digest, other objects by key.
    Map<String, Set<String>> byName = new HashMap<>();
    for (String key : keys) {
      byName.put(key, Set.of(key));
      if (key.startsWith(StoreLayout.SEGMENTS) || key.startsWith(StoreLayout.TEXT)) {
        String name = key.substring(key.indexOf('/') + 1, key.indexOf('.'));
        byName.computeIfAbsent(name, _ -> new TreeSet<>()).add(key);
      }
    }
    Deque<String> open = new ArrayDeque<>();
    Set<String> currents = new TreeSet<>();
    for (String key : keys) {
      if (key.endsWith("/manifest.json")) {
        open.add(key);
      } else if (key.startsWith(StoreLayout.RENDERS) && key.endsWith("/latest.json")) {
        open.add(key);
        String revision = document(key).path("revision").asString();
        currents.add(revision);
        String current = key.replace("latest.json", revision);
        keys.stream().filter(each -> each.startsWith(current + "/")).forEach(open::add);
      }
    }
    // By the digest of a film one finds its revision: these name what they are found for.
    for (String key : keys) {
      if (key.startsWith(StoreLayout.OUTPUTS)
          && strings(document(key)).anyMatch(currents::contains)) {
        open.add(key);
      }
    }
    Set<String> reached = new TreeSet<>();
    while (!open.isEmpty()) {
      String key = open.remove();
      // Records of jobs speak of what was; timelines are copied beside each render.
      if (!key.startsWith(StoreLayout.TIMELINES) && reached.add(key) && key.endsWith(".json")) {
        strings(document(key))
            .flatMap(name -> byName.getOrDefault(name, Set.of()).stream())
            .forEach(open::add);
      }
    }
    return reached;
  }

  private static Stream<String> strings(JsonNode node) {
    return node.isString()
        ? Stream.of(node.asString())
        : node.valueStream().flatMap(RetentionCheck::strings);
  }

  /** Segments and revisions that are neither reached nor young. */
  private Set<String> unreached(Set<String> keys, Set<String> reached) {
    Set<String> young = new TreeSet<>();
    try (Stream<StoredObject> objects = cluster.store().list("")) {
      objects
          .filter(object -> object.modified().isAfter(Instant.now().minus(Duration.ofDays(1))))
          .forEach(object -> young.add(object.key().value()));
    }
    return keys.stream()
        .filter(key -> key.startsWith(StoreLayout.SEGMENTS) || key.startsWith(StoreLayout.RENDERS))
        .filter(key -> !reached.contains(key) && !young.contains(key))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
