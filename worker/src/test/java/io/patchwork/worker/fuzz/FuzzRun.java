package io.patchwork.worker.fuzz;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.Render;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.faults.Footprint;
import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Damaged files as uploads and timelines, four at a time, on one worker process. Prints a line for
 * each that took long or ended as it should not, and a figure for each promise.
 */
public final class FuzzRun {

  private static final int AT_ONCE = 4;
  private static final int MAX_INPUT_BYTES = 400_000;
  private static final long GROWTH = 20 << 20;

  /** Beside the heap, which is filled up to its bound before it is cleared. */
  private static final long MORE_BYTES = 64 << 20;

  private static final int MORE_HANDLES = 16;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration HANG = Duration.ofMinutes(5);

  /** The sender can do nothing for these. */
  private static final Set<FailureCode> OURS =
      Set.of(
          FailureCode.INTERNAL,
          FailureCode.POISON,
          FailureCode.WORKER_LOST,
          // A decoder that died or hung: the sender can do nothing, and neither could the limits.
          FailureCode.CRASHED_REPEATEDLY,
          FailureCode.STORE_UNAVAILABLE,
          FailureCode.BROKER_UNAVAILABLE,
          FailureCode.DISK_FULL);

  private static final List<Mutation> MUTATIONS = List.of(Mutation.values());

  private final Arguments arguments;
  private final List<Path> inputs;
  private final int count;
  private final Path folder = Files.createTempDirectory("patchwork-fuzz");
  private final TestBroker broker = TestServices.freshBroker();
  private final TestStore s3 = TestServices.freshStore();
  private final RealCluster cluster = new RealCluster(folder, broker.uri(), s3);
  private final ExecutorService listeners = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Integer> codes = Collections.synchronizedMap(new TreeMap<>());
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  /**
   * What is asked for.
   *
   * @param isAsItIs whether each file is sent once, unchanged
   * @param isHostile whether the hostile files are written first, and sent as they are
   * @param only number of the one file to send; negative for all
   * @param memory bytes of the worker and its children
   */
  record Arguments(
      long seed,
      int count,
      boolean isAsItIs,
      boolean isHostile,
      int only,
      long memory,
      List<Path> folders) {

    static Arguments of(String[] args) {
      long seed = 20261128;
      int count = 60;
      boolean isAsItIs = false;
      boolean isHostile = false;
      int only = -1;
      long memory = 6144L << 20;
      List<Path> folders = new ArrayList<>();
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--quick" -> count = 60;
          case "--full" -> count = 1000;
          case "--unchanged" -> isAsItIs = true;
          case "--hostile" -> {
            isAsItIs = true;
            isHostile = true;
          }
          case "--seed" -> seed = Long.parseLong(args[++i]);
          case "--only" -> only = Integer.parseInt(args[++i]);
          case "--memory" -> memory = Long.parseLong(args[++i]) << 20;
          default -> folders.add(Path.of(args[i]));
        }
      }
      return new Arguments(seed, count, isAsItIs, isHostile, only, memory, folders);
    }
  }

  private FuzzRun(Arguments arguments) throws Exception {
    this.arguments = arguments;
    if (arguments.isHostile) {
      Path hostile = Files.createDirectory(folder.resolve("hostile"));
      HostileFiles.write(hostile, Files.createDirectory(folder.resolve("parts")));
      this.inputs = inputs(List.of(hostile), Long.MAX_VALUE);
    } else {
      List<Path> folders =
          arguments.folders.isEmpty()
              ? List.of(Path.of("worker/src/test/resources/cases"), Path.of("infra/demo"))
              : arguments.folders;
      this.inputs = inputs(folders, arguments.isAsItIs ? Long.MAX_VALUE : MAX_INPUT_BYTES);
    }
    this.count = arguments.isAsItIs ? inputs.size() : arguments.count;
  }

  public static void main(String[] args) throws Exception {
    FuzzRun run = new FuzzRun(Arguments.of(args));
    boolean holds;
    try {
      holds = run.run();
    } finally {
      run.close();
    }
    System.exit(holds ? 0 : 1);
  }

  private static List<Path> inputs(List<Path> folders, long maxBytes) throws IOException {
    List<Path> inputs = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          if (Files.size(file) <= maxBytes && !file.toString().matches(".*[.](sh|py|md)")) {
            inputs.add(file);
          }
        }
      }
    }
    return inputs;
  }

  private void close() {
    listeners.shutdownNow();
    cluster.close();
    broker.close();
    s3.close();
    Workspaces.delete(folder);
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  private boolean run() throws Exception {
    if (arguments.isAsItIs) {
      say("%d files as they are", count);
    } else {
      say("seed %d, %d files changed, of %d", arguments.seed, count, inputs.size());
    }
    Optional<MemoryGroup> group = MemoryGroup.of(arguments.memory);
    // The worker sees the bound when it starts, as in a container.
    if (group.isPresent()) {
      group.get().add(ProcessHandle.current().pid());
    }
    try (WorkerProcess worker =
            cluster.worker(
                "worker",
                Map.of("PATCHWORK_SLOTS", "" + 2 * AT_ONCE, "PATCHWORK_STALL_TIMEOUT", "30s"));
        ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> sent = new ArrayList<>();
      int first = Math.max(0, arguments.only);
      int last = arguments.only < 0 ? count : arguments.only + 1;
      Held before = null;
      for (int i = first; i < last; i++) {
        int number = i;
        sent.add(senders.submit(() -> send(number)));
        if (sent.size() == Math.min(100, count / 2)) {
          await(sent);
          before = Held.by(worker.pid());
        }
      }
      await(sent);
      if (worker.isAlive() && before != null) {
        compare(before, Held.by(worker.pid()));
      }
      verify(worker, group);
    } finally {
      if (group.isPresent()) {
        Files.writeString(
            Path.of("/sys/fs/cgroup/memory/cgroup.procs"), "" + ProcessHandle.current().pid());
      }
    }
    codes.forEach((code, count) -> say("%6d %s", count, code));
    problems.forEach(problem -> say("PROBLEM %s", problem));
    say(problems.isEmpty() ? "HOLDS" : "DOES NOT HOLD");
    return problems.isEmpty();
  }

  private static void await(List<Future<?>> sent) throws Exception {
    for (Future<?> each : sent) {
      each.get();
    }
  }

  /** A job, and what it is called in what is printed. */
  private record Named(String name, Job job) {}

  private Named asItIs(int number) throws Exception {
    Path input = inputs.get(number);
    String name = number + " " + input.getFileName().toString().replaceAll("\\p{C}", "?");
    return new Named(
        name,
        input.toString().endsWith(".otio")
            ? film(number, Files.readAllBytes(input))
            : cluster.ingest("asset" + number, "person", input));
  }

  /** The same bytes for a number, however many others are sent. */
  private Named changed(int number) throws Exception {
    SplittableRandom random = new SplittableRandom(arguments.seed * 1_000_003 + number);
    Path input = inputs.get(random.nextInt(inputs.size()));
    Mutation mutation = MUTATIONS.get(random.nextInt(MUTATIONS.size()));
    byte[] other = Files.readAllBytes(inputs.get(random.nextInt(inputs.size())));
    byte[] changed = mutation.of(Files.readAllBytes(input), other, random);
    return new Named(
        number + " " + mutation + " " + input.getFileName(), job(number, input, changed));
  }

  private void send(int number) {
    String name = Integer.toString(number);
    try {
      Named named = arguments.isAsItIs ? asItIs(number) : changed(number);
      name = named.name;
      Job job = named.job;
      long begun = System.nanoTime();
      try (PendingJob pending = cluster.client().send(job, "fuzz")) {
        JobEvent.Terminal end = await(pending);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        note(name, end, took);
      } catch (TimeoutException hang) {
        problems.add(name + " has no end after " + HANG.toMinutes() + " min");
      }
    } catch (Exception e) {
      problems.add(name + ": the harness: " + e);
    }
  }

  private Job job(int number, Path input, byte[] changed) throws Exception {
    if (input.toString().endsWith(".otio")) {
      return film(number, changed);
    }
    Path file = Files.write(folder.resolve(number + "-" + input.getFileName()), changed);
    return cluster.ingest("asset" + number, "person", file);
  }

  private Job film(int number, byte[] timeline) {
    return Render.of(new Id("film" + number), cluster.timeline(timeline), "preview");
  }

  private JobEvent.Terminal await(PendingJob pending)
      throws InterruptedException, ExecutionException, TimeoutException {
    return listeners
        .submit(() -> pending.await(event -> {}))
        .get(HANG.toSeconds(), TimeUnit.SECONDS);
  }

  private void note(String name, JobEvent.Terminal end, Duration took) {
    String code = end instanceof JobEvent.Failed failed ? failed.code().wireName() : "completed";
    codes.merge(code, 1, Integer::sum);
    if (arguments.isAsItIs || took.compareTo(LONG) > 0) {
      String sentence =
          end instanceof JobEvent.Failed failed ? " \"" + failed.message() + "\"" : "";
      say("%.1f s for %s: %s%s", took.toMillis() / 1e3, name, code, sentence);
    }
    if (end instanceof JobEvent.Failed failed && OURS.contains(failed.code())) {
      problems.add(name + " ends as " + code + ": " + failed.detail());
    }
  }

  /** What a worker holds. */
  private record Held(LiveHeap heap, Footprint footprint) {

    static Held by(long worker) throws Exception {
      return new Held(LiveHeap.of(worker), Footprint.of(worker));
    }

    /** Resident memory that is not the heap's, in bytes. */
    long besideHeap() {
      return (footprint.residentMebibytes() << 20) - heap.reserved();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.1f MB of live objects, %d MiB beside the heap, %d threads, %d descriptors",
          heap.live() / 1e6,
          besideHeap() >> 20,
          footprint.threads(),
          footprint.descriptors());
    }
  }

  private void compare(Held before, Held after) {
    say("the worker holds first %s; at the end %s", before, after);
    if (after.heap.live() > before.heap.live() + GROWTH) {
      problems.add("the worker's heap has grown");
    }
    if (after.besideHeap() > before.besideHeap() + MORE_BYTES) {
      problems.add("the worker holds more memory beside its heap");
    }
    if (after.footprint.threads() > before.footprint.threads() + MORE_HANDLES
        || after.footprint.descriptors() > before.footprint.descriptors() + MORE_HANDLES) {
      problems.add("the worker holds more threads or descriptors");
    }
  }

  private void verify(WorkerProcess worker, Optional<MemoryGroup> group) throws Exception {
    if (!worker.isAlive()) {
      problems.add("the worker died:\n" + worker.log());
      return;
    }
    if (group.isPresent()) {
      say(
          "memory of all processes: at most %d of %d MiB, %d killed",
          group.get().peak() >> 20, arguments.memory >> 20, group.get().kills());
      if (group.get().kills() > 0) {
        problems.add(group.get().kills() + " processes were killed for memory");
      }
    }
    if (group.isEmpty()) {
      problems.add("memory is NOT MEASURED: no controller of cgroup v1 can be written here");
    }
    int letters = cluster.queue().deadLetters().size();
    if (letters > 0) {
      problems.add(letters + " dead letters");
    }
    searchForCanary();
    int code = worker.terminate();
    if (code != 0) {
      problems.add("the worker ended with " + code);
    }
    if (WorkerProcess.isAnythingLeft(folder.resolve("worker").toString())) {
      problems.add("a process is left over");
    }
    try (Stream<Path> left = Files.list(folder.resolve("worker/scratch"))) {
      left.forEach(file -> problems.add("left in the scratch folder: " + file.getFileName()));
    }
  }

  /** The worker has it in its environment; nothing that a decoder makes may show it. */
  private void searchForCanary() {
    String canary = Objects.requireNonNull(System.getenv("TEST_CANARY"));
    int searched = 0;
    for (String key : cluster.keys("")) {
      if (!key.startsWith("uploads/") && !key.startsWith("timelines/")) {
        byte[] content = cluster.store().read(new ObjectKey(key), 64 << 20).orElseThrow().bytes();
        String text = new String(content, StandardCharsets.ISO_8859_1);
        searched++;
        if (text.contains(canary)) {
          problems.add("the canary is in " + key);
        }
      }
    }
    say("%d objects searched for the canary", searched);
  }
}
