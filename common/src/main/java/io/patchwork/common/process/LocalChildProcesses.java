package io.patchwork.common.process;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Child processes on this host, in a sandbox where there is one. Thread-safe. */
public final class LocalChildProcesses implements ChildProcesses {

  /** Highest number of the ordinary signals; FFmpeg's own exit codes are above 128 plus this. */
  private static final int LAST_SIGNAL = 31;

  /** How often a child's output and processor time are looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final File NOTHING = new File("/dev/null");

  private final Sandbox sandbox;
  private final MemoryBudget memory;
  private final ChildObserver observer;

  /** Looked at before the first child, whose time would be missed. */
  private final ReapedChildren reaped = ReapedChildren.OURS;

  /**
   * The one thread that starts children. The kernel's parent-death signal, which kills a child with
   * its worker, is tied to the starting thread, which must live as long as the worker.
   */
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("child-starter").factory());

  /** Children that wait for nobody's memory. */
  public LocalChildProcesses(Sandbox sandbox) {
    this(sandbox, MemoryBudget.UNLIMITED, ChildObserver.NONE);
  }

  /**
   * Children that share a budget of memory.
   *
   * @param memory of all that work; those that stand by are not counted
   * @param observer hears of each that has ended
   */
  public LocalChildProcesses(Sandbox sandbox, MemoryBudget memory, ChildObserver observer) {
    this.sandbox = sandbox;
    this.memory = memory;
    this.observer = observer;
  }

  @Override
  public Sandbox sandbox() {
    return sandbox;
  }

  @Override
  public Exit run(Command command, Consumer<String> line) throws IOException, InterruptedException {
    ChildOutput output = prepared(command);
    try (MemoryBudget.Share _ = memory.take(command.limits().memory())) {
      return toItsEnd(start(command, Redirect.from(NOTHING)), command, output, line);
    }
  }

  @Override
  public StandbyChild standby(Command command) throws IOException, InterruptedException {
    ChildOutput output = prepared(command);
    Process process = start(command, Redirect.PIPE);
    return new StandbyChild(
        process,
        () -> {
          MemoryBudget.Share share = memory.take(command.limits().memory());
          var _ = process.onExit().thenRun(share::close);
        },
        line -> toItsEnd(process, command, output, line),
        () -> {
          kill(process);
          // Nobody's work took its time.
          var _ = process.onExit().thenRun(reaped::since);
        });
  }

  private static String name(Command command) {
    return Path.of(command.program().name()).getFileName().toString();
  }

  /** Kills a child whose work is not wanted any more; that it has ended is told when it has. */
  private void stop(Process process, Command command, long started, PeakMemory peak) {
    kill(process);
    var _ =
        process
            .onExit()
            .thenAccept(ended -> {
              Duration cpu = reaped.since();
              Duration took = Duration.ofNanos(System.nanoTime() - started);
              observer.ended(
                  name(command),
                  new Exit(
                      Exit.Ending.INTERRUPTED,
                      ended.exitValue(),
                      "",
                      took,
                      new ChildUsage(cpu, peak.bytes())));
            });
  }

  /** Follows a child to its end; deadline and stall count from now. */
  private Exit toItsEnd(Process process, Command command, ChildOutput output, Consumer<String> line)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    AtomicLong progressed = new AtomicLong(started);
    BoundedText errors = new BoundedText();
    News news = new News();
    Exit.Ending ending;
    int code;
    Duration cpu;
    PeakMemory peak = new PeakMemory(process);
    try {
      Thread out =
          Thread.startVirtualThread(() ->
              lines(
                  process,
                  text -> {
                    if (news.isNews(text)) {
                      progressed.set(System.nanoTime());
                    }
                    line.accept(text);
                  }));
      Thread err = Thread.startVirtualThread(() -> drain(process, errors));
      ending = await(process, command, started, progressed, peak);
      if (ending != Exit.Ending.EXITED) {
        kill(process);
      }
      code = process.waitFor();
      // At once: the next child that ends would get its time.
      cpu = reaped.since();
      out.join();
      err.join();
    } catch (IOException | InterruptedException e) {
      stop(process, command, started, peak);
      throw e;
    } finally {
      kill(process);
    }
    if (ending == Exit.Ending.EXITED && code > 128 && code <= 128 + LAST_SIGNAL) {
      ending = Exit.Ending.SIGNALLED;
    }
    List<String> strays = output.clean();
    if (!strays.isEmpty()) {
      ending = Exit.Ending.COMPROMISED;
      errors.append("left behind: " + strays);
    }
    Exit exit =
        new Exit(
            ending,
            code,
            errors.toString(),
            Duration.ofNanos(System.nanoTime() - started),
            new ChildUsage(cpu, peak.bytes()));
    observer.ended(name(command), exit);
    return exit;
  }

  private static ChildOutput prepared(Command command) throws IOException {
    Files.createDirectories(command.in());
    Files.createDirectories(command.out());
    Files.createDirectories(command.temporary());
    return ChildOutput.before(command.out());
  }

  /**
   * Detects lines with news: a stuck program may repeat its position. Lines of the form {@code
   * key=value} are compared with the last one of their key. For one thread.
   */
  private static final class News {
    private static final int MAX_KEYS = 64;
    private final Map<String, String> last = new HashMap<>();

    boolean isNews(String line) {
      int sign = line.indexOf('=');
      if (sign <= 0 || (last.size() >= MAX_KEYS && !last.containsKey(line.substring(0, sign)))) {
        return true;
      }
      String key = line.substring(0, sign);
      return !key.equals("progress") && !line.equals(last.put(key, line));
    }
  }

  private Process start(Command command, Redirect input) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(ChildPriority.prefix());
    argv.addAll(sandbox.wrap(command));
    ProcessBuilder builder = fromNothing(argv);
    builder.directory(command.out().toFile());
    builder.redirectInput(input);
    var starting = starter.submit(builder::start);
    try {
      return starting.get();
    } catch (InterruptedException e) {
      // It starts anyway; it is killed once it has started.
      var _ =
          starter.submit(() -> {
            kill(starting.get());
            return true;
          });
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException("cannot start a child", e.getCause());
    }
  }

  /**
   * A process with an empty environment. The worker's environment holds credentials, and {@code
   * /proc} shows the environment of a process.
   */
  static ProcessBuilder fromNothing(List<String> argv) {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    return builder;
  }

  private static Exit.Ending await(
      Process process, Command command, long started, AtomicLong progressed, PeakMemory peak)
      throws IOException, InterruptedException {
    Limits limits = command.limits();
    List<Path> written = List.of(command.out(), command.temporary());
    long looked = started;
    while (true) {
      long now = System.nanoTime();
      long untilDeadline = limits.deadline().toNanos() - (now - started);
      long untilStall = limits.stall().toNanos() - (now - progressed.get());
      long wait = Math.max(1, Math.min(peak.interval(), Math.min(untilDeadline, untilStall)));
      if (process.waitFor(wait, TimeUnit.NANOSECONDS)) {
        return Exit.Ending.EXITED;
      }
      peak.measure();
      if (System.nanoTime() - looked >= LOOK.toNanos()) {
        looked = System.nanoTime();
        if (!ChildOutput.isWithin(written, limits.outputBytes())) {
          return Exit.Ending.OVERFLOWED;
        }
        if (cpu(process).compareTo(limits.cpu()) > 0) {
          return Exit.Ending.OVERTIME;
        }
      }
      if (untilDeadline <= 0) {
        return Exit.Ending.DEADLINE;
      }
      if (limits.stall().toNanos() - (System.nanoTime() - progressed.get()) <= 0) {
        return Exit.Ending.STALLED;
      }
    }
  }

  /**
   * Processor time of a child with what launched it. The kernel's limit does not end the first
   * process of a namespace in time: it ignores signals that it does not handle.
   */
  private static Duration cpu(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .flatMap(handle -> handle.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Passes on lines as they are read; a line longer than the bound is cut into pieces. */
  private static void lines(Process process, Consumer<String> line) {
    try (Reader in = process.inputReader(StandardCharsets.UTF_8)) {
      BoundedLines.read(in, line);
    } catch (IOException gone) {
      assert !process.isAlive() : "the pipe of a living child broke: " + gone;
    }
  }

  private static void drain(Process process, BoundedText text) {
    try (Reader in = process.errorReader(StandardCharsets.UTF_8)) {
      char[] buffer = new char[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.append(buffer, n);
      }
    } catch (IOException gone) {
      assert !process.isAlive() : "the pipe of a living child broke: " + gone;
    }
  }

  @Override
  public void close() {
    starter.shutdown();
  }
}
