package io.patchwork.common.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a child that was taken over can see, do and leave behind. The child is a Perl script, which
 * makes any system call without starting another process.
 */
@Timeout(60)
final class SandboxIT {

  /** Surefire and failsafe start this JVM with it: it stands for a credential of the worker. */
  private static final String CANARY = "TEST_CANARY";

  private static final Duration TIME = Duration.ofSeconds(20);

  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();

  /** Children in a sandbox; the test is skipped, and says so, where it does not work. */
  private LocalChildProcesses inside(Sandbox sandbox) throws Exception {
    LocalChildProcesses children = new LocalChildProcesses(sandbox);
    Optional<String> problem =
        SandboxTrial.problem(
            children, program("exit 0;", SystemCalls.FFMPEG), List.of(), temp.resolve("trial"));
    if (problem.isPresent()) {
      System.err.println("SKIPPED, NO " + sandbox.name() + " HERE: " + problem.get());
    }
    assumeTrue(problem.isEmpty(), () -> "no sandbox here: " + problem);
    return children;
  }

  private Bubblewrap bubblewrap() throws IOException {
    return new Bubblewrap(temp.resolve("box"));
  }

  private Program program(String script, SystemCalls calls) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("program"));
    Path file = Files.writeString(folder.resolve("probe"), "#!/usr/bin/perl\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Program(folder, "probe", calls);
  }

  private Exit run(Sandbox sandbox, String script, SystemCalls calls) throws Exception {
    try (LocalChildProcesses children = inside(sandbox)) {
      return children.run(command(script, calls, TIME), said::add);
    }
  }

  private Command command(String script, SystemCalls calls, Duration cpu) throws IOException {
    Limits limits = new Limits(1L << 30, 4L << 30, cpu, 8 << 20, TIME, TIME);
    return new Command(program(script, calls), List.of(), temp.resolve("job"), limits);
  }

  private Path left(String name) {
    return temp.resolve("job/out").resolve(name);
  }

  @Test
  void nothingBelowProcTellsOfTheWorker() throws Exception {
    String canary = System.getenv(CANARY);
    assertThat(canary).as("the build sets " + CANARY).isNotBlank();

    Exit exit =
        run(
            bubblewrap(),
            """
            use Fcntl;
            open(my $everything, '>', 'everything.txt');
            # Every file that can be read, but those that never end or take seconds.
            sub look {
              my ($folder) = @_;
              opendir(my $names, $folder) or return;
              for my $name (grep { !/^[.][.]?$|^(kmsg|kcore|kpage.*|mb_groups|task)$/ } readdir $names) {
                my $path = "$folder/$name";
                next if -l $path;
                if (-d $path) { look($path); next }
                sysopen(my $in, $path, O_RDONLY | O_NONBLOCK) or next;
                my $bytes = '';
                sysread($in, $bytes, 1 << 16);
                print $everything "==> $path <==\\n$bytes\\n";
              }
            }
            look('/proc');
            opendir(my $processes, '/proc');
            print "process $_\\n" for grep { /^[0-9]/ } readdir $processes;
            open(my $environ, '<', '/proc/1/environ');
            print "variable $_\\n" for split /\\0/, join '', <$environ>;
            """,
            SystemCalls.JVM);

    assertThat(exit.isSuccess()).as(exit.errors()).isTrue();
    String everything = Files.readString(left("everything.txt"), StandardCharsets.ISO_8859_1);
    assertThat(everything).contains("==> /proc/1/environ <==", "==> /proc/1/cmdline <==");
    assertThat(everything)
        .doesNotContain(canary)
        .doesNotContain(CANARY)
        .doesNotContain(temp.toString() + "/box");
    assertThat(said.removeAll(List.of("process 1"))).isTrue();
    assertThat(said)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).matches("variable (LD_LIBRARY_PATH|PATH|PWD)=.*"));
  }

  @Test
  void theFirstProcessOfTheBoxIsTheChildItself() throws Exception {
    run(
        bubblewrap(),
        "open(my $f, '<', '/proc/1/cmdline'); print join(' ', split /\\0/, <$f>), qq(\\n);",
        SystemCalls.JVM);

    assertThat(said).containsExactly("/usr/bin/perl /program/probe");
  }

  private void aDecoderThatWasTakenOverGetsNothing(Sandbox sandbox, SystemCalls calls)
      throws Exception {
    String script;
    try (InputStream in = SandboxIT.class.getResourceAsStream("taken-over.pl")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    Path source = Files.createDirectories(temp.resolve("job/in")).resolve("source");
    Files.writeString(source, "of somebody");

    Exit exit = run(sandbox, script, calls);

    assertThat(exit.isSuccess()).as(exit.errors()).isTrue();
    assertThat(source).hasContent("of somebody");
    assertThat(said)
        .filteredOn(line -> !line.startsWith("tried "))
        .containsExactly("written to /dev/null", "read from /dev/zero", "oom_score_adj 1000");
    assertThat(said).last().asString().matches("tried [78][0-9] calls, 12 files, 11 places");
    try (var files = Files.list(temp.resolve("job/out"))) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDecoderThatWasTakenOverGetsNothingInNamespaces(SystemCalls calls) throws Exception {
    aDecoderThatWasTakenOverGetsNothing(bubblewrap(), calls);
  }

  @ParameterizedTest
  @EnumSource
  void norByLandlock(SystemCalls calls) throws Exception {
    aDecoderThatWasTakenOverGetsNothing(new Landlock(temp.resolve("box")), calls);
  }

  @Test
  void withoutNamespacesTheWorkerCanBeSeenButNotReadOrStopped() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret.txt"), "CANARY-OF-THE-HOST");
    long worker = ProcessHandle.current().pid();

    Exit exit =
        run(
            new Landlock(temp.resolve("box")),
            """
            for my $file ('/proc/%1$d/environ', '/proc/%1$d/cmdline', '/proc/%1$d/maps', '%2$s', '/tmp') {
              print "got $file\\n" if open(my $in, '<', $file);
            }
            my $sent = syscall(234, %1$d, %1$d, 0);
            print "got a signal out\\n" if $sent == 0;
            print "kept its own files\\n" if open(my $out, '>', 'film.mp4') and open(my $tmp, '>', '../tmp/x');
            """
                .formatted(worker, secret),
            SystemCalls.JVM);

    assertThat(exit.isSuccess()).as(exit.errors()).isTrue();
    assertThat(said).containsExactly("kept its own files");
  }

  /** Without a filter of system calls a child could make them, which the box does not take. */
  @Test
  void linksPipesAndFoldersAreNotTaken() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret.txt"), "CANARY-OF-THE-HOST");
    try (LocalChildProcesses unboxed = new LocalChildProcesses(new NoSandbox())) {
      String script =
          """
          symlink('%s', 'poster.jpg') or die;
          system('mkfifo', 'description.json');
          mkdir('deep') && symlink('/etc', 'deep/etc') or die;
          open(my $film, '>', 'film.mp4');
          print $film 'film';
          """
              .formatted(secret);

      Exit exit = unboxed.run(command(script, SystemCalls.JVM, TIME), said::add);

      assertThat(exit.ending()).isEqualTo(Exit.Ending.COMPROMISED);
      assertThat(exit.isSuccess()).isFalse();
      assertThat(exit.errors())
          .contains("poster.jpg (a link)", "description.json (a pipe", "deep (a folder)");
      try (var files = Files.list(temp.resolve("job/out"))) {
        assertThat(files).containsExactly(left("film.mp4"));
      }
    }
  }

  @Test
  void aChildThatTakesTooMuchProcessorTimeIsEnded() throws Exception {
    try (LocalChildProcesses children = inside(bubblewrap())) {
      Command command = command("while (1) {}", SystemCalls.FFMPEG, Duration.ofSeconds(1));

      assertThat(children.run(command, said::add).ending()).isEqualTo(Exit.Ending.OVERTIME);
    }
  }

  @Test
  void aChildThatFillsTheDiskIsEnded() throws Exception {
    String script =
        """
        for my $i (1 .. 4) {
          open(my $out, '>', "part$i");
          print $out 'x' x 3_000_000;
        }
        sleep 60;
        """;

    Exit exit = run(bubblewrap(), script, SystemCalls.FFMPEG);

    assertThat(exit.ending()).isEqualTo(Exit.Ending.OVERFLOWED);
  }

  /** As {@code kill -9} ends a worker. */
  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "landlock", "none"})
  void noChildOutlivesItsWorker(String sandbox) throws Exception {
    inside(OneChild.sandbox(sandbox, temp.resolve("box"))).close();
    Path program =
        program("$| = 1; print qq(started\\n); sleep 1 while 1;", SystemCalls.FFMPEG).path();
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OneChild.class.getName(),
                sandbox,
                temp.toString(),
                program.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader says = worker.inputReader()) {
      assertThat(says.readLine()).isEqualTo("started");
    }
    List<ProcessHandle> children = worker.descendants().toList();
    assertThat(children).isNotEmpty();

    worker.destroyForcibly().waitFor();

    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
  }
}
