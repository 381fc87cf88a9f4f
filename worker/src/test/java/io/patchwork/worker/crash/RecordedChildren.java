package io.patchwork.worker.crash;

import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.Command;
import io.patchwork.common.process.Exit;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.common.process.Sandbox;
import io.patchwork.common.process.StandbyChild;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Children of which each runs once: the second time, the same program with the same arguments and
 * inputs leaves the same files without running. Thread-safe.
 */
public final class RecordedChildren implements ChildProcesses {

  /** What a child printed and left. */
  private record Recording(Exit exit, List<String> lines, Map<String, byte[]> files) {}

  private final ChildProcesses real = new LocalChildProcesses(new NoSandbox());
  private final Map<String, Recording> recordings;
  private final Life life;

  /** Children of one worker, which shares recordings with others. */
  public RecordedChildren(Map<String, ?> recordings, Life life) {
    @SuppressWarnings("unchecked") // Made by recordings(), and by nobody else.
    Map<String, Recording> own = (Map<String, Recording>) recordings;
    this.recordings = own;
    this.life = life;
  }

  public static Map<String, ?> recordings() {
    return new ConcurrentHashMap<String, Recording>();
  }

  @Override
  public Sandbox sandbox() {
    return real.sandbox();
  }

  @Override
  public Exit run(Command command, Consumer<String> line) throws IOException, InterruptedException {
    Files.createDirectories(command.out());
    String key = key(command);
    Recording recording = recordings.get(key);
    if (recording == null) {
      recording = record(command);
      recordings.put(key, recording);
    }
    Recording done = recording;
    return life.effect(
        "run " + command.program().name(),
        () -> {
          leave(done, command.out());
          done.lines.forEach(line);
          return done.exit;
        });
  }

  private static String key(Command command) throws IOException {
    StringBuilder key = new StringBuilder(command.program().name());
    command.arguments().forEach(argument -> key.append('\n').append(argument));
    for (Path input : files(command.in())) {
      key.append('\n').append(input.getFileName()).append(' ');
      key.append(Sha256.of(Files.readAllBytes(input)));
    }
    return key.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Runs it in a folder without named pipes, where it writes files instead. */
  private Recording record(Command command) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("patchwork-recording");
    try {
      Files.createDirectories(folder.resolve("out"));
      Files.createSymbolicLink(folder.resolve("in"), command.in().toAbsolutePath());
      // What lies in its output folder before it starts may be its input.
      for (Path present : files(command.out())) {
        Files.copy(present, folder.resolve("out").resolve(present.getFileName()));
      }
      List<String> lines = new ArrayList<>();
      Command own = new Command(command.program(), command.arguments(), folder, command.limits());
      Exit exit = real.run(own, lines::add);
      Map<String, byte[]> left = new TreeMap<>();
      for (Path file : files(folder.resolve("out"))) {
        left.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
      return new Recording(exit, List.copyOf(lines), left);
    } finally {
      Workspaces.delete(folder);
    }
  }

  private static void leave(Recording recording, Path out) {
    List<Thread> writers = new ArrayList<>();
    recording.files.forEach((name, bytes) -> {
      Path file = out.resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
        writers.add(Thread.ofPlatform().start(() -> write(file, bytes)));
      } else {
        write(file, bytes);
      }
    });
    try {
      for (Thread writer : writers) {
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StandbyChild standby(Command command) throws IOException, InterruptedException {
    return real.standby(command);
  }

  @Override
  public void close() {}
}
