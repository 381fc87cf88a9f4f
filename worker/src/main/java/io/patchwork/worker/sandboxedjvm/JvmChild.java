package io.patchwork.worker.sandboxedjvm;

import io.patchwork.common.process.Command;
import io.patchwork.common.process.Exit;
import io.patchwork.common.process.Limits;
import io.patchwork.common.process.Program;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command lines of sandboxed JVMs, and what their exits mean. */
final class JvmChild {

  /**
   * The options of every sandboxed JVM. A cache of loaded classes is of use only to a JVM with the
   * options that it was made with.
   */
  static final List<String> OPTIONS =
      List.of(
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.awt.headless=true",
          // The sandbox has no user, and without a home the JVM writes into a folder "?".
          "-Duser.home=/tmp",
          // The child uses standard output and error only; setting up a logger takes time.
          "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
          "-Dslf4j.internal.verbosity=WARN");

  private static final String MAIN = "io.patchwork.worker.sandboxedjvm.child.ChildMain";

  /** System property with the path of the cache of loaded classes that the launcher makes. */
  private static final String CACHE = "patchwork.child.aot";

  /** Exit code of a JVM whose heap is full. */
  private static final int OUT_OF_MEMORY = 3;

  private static final Duration TIME = Duration.ofMinutes(3);
  private static final Limits LIMITS = new Limits(6L << 30, TIME, 256L << 20, TIME, TIME);

  private static final Program JAVA =
      new Program(
          Path.of(System.getProperty("java.home")),
          "bin/java",
          Stream.of(
                  classPathEntries(),
                  Stream.of(Path.of("/etc/fonts"), Path.of("/var/cache/fontconfig")),
                  cache().stream())
              .flatMap(paths -> paths)
              .toList());

  private JvmChild() {}

  /**
   * A command that starts a sandboxed JVM.
   *
   * @param folder holds the inputs in {@code in} and receives the results in {@code out}
   * @param arguments of its main class, behind {@code start}
   */
  static Command command(JvmStart start, Path folder, List<String> arguments) {
    List<String> all = new ArrayList<>(OPTIONS);
    cache()
        .ifPresent(file ->
            all.addAll(List.of("-XX:AOTCache=" + file, "-XX:AOTMode=auto", "-Xlog:disable")));
    all.addAll(List.of("-cp", classPath(), MAIN, start.name()));
    all.addAll(arguments);
    return new Command(JAVA, all, folder, LIMITS);
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** The entries of the class path; a folder of nothing else is shown as one. */
  private static Stream<Path> classPathEntries() {
    Set<Path> entries =
        Stream.of(classPath().split(File.pathSeparator, -1))
            .filter(entry -> !entry.isBlank())
            .map(entry -> Path.of(entry).toAbsolutePath())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<Path, Boolean> isShown = new HashMap<>();
    return entries.stream()
        .map(entry -> {
          Path folder = entry.resolveSibling("");
          return isShown.computeIfAbsent(folder, each -> holdsOnly(each, entries)) ? folder : entry;
        })
        .distinct();
  }

  private static boolean holdsOnly(Path folder, Set<Path> entries) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(entries::contains);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Optional<Path> cache() {
    return Optional.ofNullable(System.getProperty(CACHE)).map(Path::of);
  }

  /**
   * Checks how a JVM ended.
   *
   * @throws BadMedia if it could not read the file
   * @throws Crashed if it ended otherwise
   */
  static void check(Exit exit) throws Failure {
    if (exit.ending() != Exit.Ending.EXITED) {
      throw new Crashed("reader " + exit.ending() + ": " + exit.errors());
    }
    switch (exit.code()) {
      case 0 -> {}
      case SandboxedJvm.ENCRYPTED ->
          throw new BadMedia(
              FailureCode.ENCRYPTED,
              "The file asks for a password; save it without one and upload it again.",
              null);
      case OUT_OF_MEMORY ->
          throw new BadMedia(
              FailureCode.TOO_LARGE,
              "The document needs more memory than one may have; send it in parts, or as PDF.",
              exit.errors());
      case SandboxedJvm.DAMAGED ->
          throw new BadMedia(
              FailureCode.UNDECODABLE,
              "The document is damaged; save it again in the program that made it.",
              exit.errors());
      default -> throw new Crashed("reader exit " + exit.code() + ": " + exit.errors());
    }
  }
}
