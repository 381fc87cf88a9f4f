package io.patchwork.worker.sandboxedjvm;

import io.patchwork.common.process.Command;
import io.patchwork.common.process.Exit;
import io.patchwork.common.process.Limits;
import io.patchwork.common.process.Program;
import io.patchwork.common.process.SystemCalls;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command lines of sandboxed JVMs, and what their exits mean. */
final class JvmChild {

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx512m",
          // Otherwise a part of the machine's memory, which counts whether it is used or not.
          "-Xms128m",
          "-XX:MaxDirectMemorySize=64m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.awt.headless=true",
          // The sandbox has no user, and without a home the JVM writes into a folder "?".
          "-Duser.home=../tmp",
          "-Djava.io.tmpdir=../tmp",
          // The child uses standard output and error only; setting up a logger takes time.
          "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
          "-Dslf4j.internal.verbosity=WARN");

  private static final String DOCUMENTS = "io.patchwork.worker.sandboxedjvm.child.ChildMain";
  static final String PICTURES = "io.patchwork.worker.sandboxedjvm.child.PictureMain";
  private static final String TRAINING = "io.patchwork.worker.sandboxedjvm.child.TrainingRun";

  /**
   * The jars that pictures need beside the worker's own. A search for services opens every jar, and
   * opening all takes longer than reading a picture.
   */
  private static final Pattern JARS_OF_PICTURES =
      Pattern.compile(
          "(worker|metadata-extractor|xmpcore|imageio|common-(image|io|lang))-.*[.]jar");

  /** System property with the path of the cache of loaded classes that {@link AotCache} makes. */
  private static final String CACHE = "patchwork.child.aot";

  /** Exit code of a JVM whose heap is full. */
  private static final int OUT_OF_MEMORY = 3;

  /** Exit code of a JVM that the kernel refuses memory, among others. */
  private static final int REFUSED = 1;

  private static final String TOO_LARGE =
      "The document needs more memory or disk than one may have; send it in parts, or print it anew as PDF.";

  private static final Duration TIME = Duration.ofMinutes(3);
  private static final long FILE_BYTES = 256L << 20;
  private static final Limits LIMITS =
      new Limits(768L << 20, 6L << 30, TIME, FILE_BYTES, TIME, TIME);

  /** Processor time, so that a busy machine makes no document too complex. */
  private static final Limits DOCUMENT_LIMITS =
      new Limits(768L << 20, 6L << 30, Duration.ofSeconds(30), FILE_BYTES, TIME, TIME);

  /** The JVM reserves far more addresses to write a cache than it uses. */
  private static final Limits TRAINING_LIMITS =
      new Limits(4L << 30, 16L << 30, TIME, FILE_BYTES, TIME, TIME);

  private JvmChild() {}

  /**
   * A command that starts a JVM for documents.
   *
   * @param folder holds the inputs in {@code in} and receives the results in {@code out}
   * @param arguments of its main class
   */
  static Command documents(Path folder, List<String> arguments) {
    return documents(folder, arguments, DOCUMENT_LIMITS);
  }

  /** The same for one that reads all bytes of a film. */
  static Command films(Path folder, List<String> arguments) {
    return documents(folder, arguments, LIMITS);
  }

  private static Command documents(Path folder, List<String> arguments, Limits limits) {
    List<Path> classPath = classPath();
    List<String> all = new ArrayList<>(OPTIONS);
    all.addAll(List.of("-cp", joined(classPath), DOCUMENTS));
    all.addAll(arguments);
    List<Path> shown = new ArrayList<>(shown(classPath));
    shown.addAll(List.of(Path.of("/etc/fonts"), Path.of("/var/cache/fontconfig")));
    return new Command(java(shown), all, folder, limits);
  }

  /**
   * A command that starts a JVM for one picture, which it takes from standard input.
   *
   * @param folder holds the picture in {@code in} and receives the results in {@code out}
   */
  static Command pictures(Path folder) {
    List<Path> shown = new ArrayList<>(shown(ofPictures(classPath())));
    List<String> cached = new ArrayList<>();
    cache()
        .ifPresent(file -> {
          shown.add(file);
          cached.addAll(List.of("-XX:AOTCache=" + file, "-XX:AOTMode=auto", "-Xlog:disable"));
        });
    return new Command(java(shown), pictures(classPath(), cached, PICTURES), folder, LIMITS);
  }

  /**
   * A command that makes a cache of loaded classes for JVMs of pictures.
   *
   * @param folder for its files
   */
  static Command training(Path folder, Path cache) {
    return new Command(
        java(List.of()),
        pictures(classPath(), List.of("-XX:AOTCacheOutput=" + cache), TRAINING),
        folder,
        TRAINING_LIMITS);
  }

  /** The arguments of a JVM for pictures with the options of its cache and its main class. */
  static List<String> pictures(List<Path> classPath, List<String> cached, String main) {
    List<String> all = new ArrayList<>(cached);
    all.addAll(OPTIONS);
    all.addAll(List.of("-cp", joined(ofPictures(classPath)), main));
    return all;
  }

  private static Program java(List<Path> shown) {
    return new Program(
        Path.of(System.getProperty("java.home")), "bin/java", SystemCalls.JVM, shown);
  }

  private static List<Path> classPath() {
    return classPath(System.getProperty("java.class.path"));
  }

  static List<Path> classPath(String joined) {
    return Stream.of(joined.split(File.pathSeparator, -1))
        .filter(entry -> !entry.isBlank())
        .map(entry -> Path.of(entry).toAbsolutePath())
        .distinct()
        .toList();
  }

  private static List<Path> ofPictures(List<Path> classPath) {
    return classPath.stream()
        .filter(entry ->
            Files.isDirectory(entry)
                || JARS_OF_PICTURES.matcher(entry.getFileName().toString()).matches())
        .toList();
  }

  private static String joined(List<Path> classPath) {
    return String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
  }

  /** The entries of a class path; a folder that holds nothing else is shown as one. */
  private static List<Path> shown(List<Path> classPath) {
    Set<Path> entries = Set.copyOf(classPath);
    Map<Path, Boolean> isShown = new HashMap<>();
    return classPath.stream()
        .map(entry -> {
          Path folder = entry.resolveSibling("");
          return isShown.computeIfAbsent(folder, each -> holdsOnly(each, entries)) ? folder : entry;
        })
        .distinct()
        .toList();
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
    if (exit.ending() == Exit.Ending.OVERFLOWED) {
      throw new BadMedia(FailureCode.TOO_LARGE, TOO_LARGE, exit.errors());
    }
    if (exit.ending() == Exit.Ending.OVERTIME) {
      throw new BadMedia(
          FailureCode.TOO_COMPLEX,
          "The document takes longer to read than one may; send it in parts, or print it anew as PDF.",
          exit.errors());
    }
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
      case OUT_OF_MEMORY -> throw new BadMedia(FailureCode.TOO_LARGE, TOO_LARGE, exit.errors());
      case SandboxedJvm.DAMAGED ->
          throw new BadMedia(
              FailureCode.UNDECODABLE,
              "The document is damaged; save it again in the program that made it.",
              exit.errors());
      case REFUSED -> {
        if (exit.errors().contains("os::commit_memory")) {
          throw new BadMedia(FailureCode.TOO_LARGE, TOO_LARGE, exit.errors());
        }
        throw new Crashed("reader exit 1: " + exit.errors());
      }
      default -> throw new Crashed("reader exit " + exit.code() + ": " + exit.errors());
    }
  }
}
