package io.patchwork.common.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a child that was taken over can see, do and leave behind. The child is a Perl script, which
 * makes any system call without starting another process.
 */
@Timeout(60)
final class BubblewrapIT {

  /** Surefire and failsafe start this JVM with it: it stands for a credential of the worker. */
  private static final String CANARY = "PATCHWORK_TEST_CANARY";

  private static final Duration TIME = Duration.ofSeconds(20);

  @TempDir Path temp;
  private ChildProcesses children;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void box() throws Exception {
    Bubblewrap box = new Bubblewrap(temp.resolve("box"));
    children = new LocalChildProcesses(box);
    Optional<String> problem =
        box.trial(
            program("exit 0;", SystemCalls.FFMPEG), List.of(), temp.resolve("trial"), children);
    if (problem.isPresent()) {
      System.err.println("SKIPPED, NO SANDBOX HERE: " + problem.get());
    }
    assumeTrue(problem.isEmpty(), () -> "no sandbox here: " + problem);
  }

  @AfterEach
  void stop() {
    children.close();
  }

  private Program program(String script, SystemCalls calls) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("program"));
    Path file = Files.writeString(folder.resolve("probe"), "#!/usr/bin/perl\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Program(folder, "probe", calls);
  }

  private Exit run(String script, SystemCalls calls) throws Exception {
    return children.run(command(script, calls, TIME), said::add);
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
        "open(my $f, '<', '/proc/1/cmdline'); print join(' ', split /\\0/, <$f>), qq(\\n);",
        SystemCalls.JVM);

    assertThat(said).containsExactly("/usr/bin/perl /program/probe");
  }

  @ParameterizedTest
  @EnumSource
  void aDecoderThatWasTakenOverGetsNothing(SystemCalls calls) throws Exception {
    String script;
    try (InputStream in = BubblewrapIT.class.getResourceAsStream("taken-over.pl")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    Exit exit = run(script, calls);

    assertThat(exit.isSuccess()).as(exit.errors()).isTrue();
    assertThat(said)
        .filteredOn(line -> !line.startsWith("tried "))
        .containsExactly("written to /dev/null", "read from /dev/zero", "oom_score_adj 1000");
    assertThat(said)
        .last()
        .asString()
        .matches("tried [67][0-9] calls, 12 files, 10 places|tried 0 .*");
    try (var files = Files.list(temp.resolve("job/out"))) {
      assertThat(files).isEmpty();
    }
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
  void aChildThatTheKernelKillsIsTold() throws Exception {
    Command command = command("while (1) {}", SystemCalls.FFMPEG, Duration.ofSeconds(1));

    assertThat(children.run(command, said::add).ending()).isEqualTo(Exit.Ending.SIGNALLED);
  }
}
