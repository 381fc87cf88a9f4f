package io.patchwork.common.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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

/** What a child that was taken over can see, keep and leave behind: the child is a shell script. */
@Timeout(60)
final class BubblewrapIT {

  /** Surefire and failsafe start this JVM with it: it stands for a credential of the worker. */
  private static final String CANARY = "PATCHWORK_TEST_CANARY";

  @TempDir Path temp;
  private ChildProcesses children;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void box() throws Exception {
    Bubblewrap box = new Bubblewrap(temp.resolve("box"));
    children = new LocalChildProcesses(box);
    Optional<String> problem =
        box.trial(program("exit 0"), List.of(), temp.resolve("trial"), children);
    if (problem.isPresent()) {
      System.err.println("SKIPPED, NO SANDBOX HERE: " + problem.get());
    }
    assumeTrue(problem.isEmpty(), () -> "no sandbox here: " + problem);
  }

  @AfterEach
  void stop() {
    children.close();
  }

  private Program program(String script) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("program"));
    Path file = Files.writeString(folder.resolve("probe"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Program(folder, "probe");
  }

  private Exit run(String script) throws Exception {
    Limits limits =
        new Limits(
            4L << 30,
            Duration.ofSeconds(20),
            1 << 20,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));
    return children.run(
        new Command(program(script), List.of(), temp.resolve("job"), limits), said::add);
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
            # Every file that can be read, but those that say nothing, never end or take seconds.
            find /proc -type f ! -name kmsg ! -name 'kpage*' ! -name kcore ! -name mb_groups \\
              ! -path '*/task/*' -print0 2>/dev/null |
              xargs -0 -n 32 timeout 4 head -v -c 262144 2>/dev/null | tr '\\000' '\\n' \\
              > everything.txt
            for environ in /proc/[0-9]*/environ; do
              tr '\\000' '\\n' < "$environ"
            done > environ.txt
            ls /proc | grep -c '^[0-9]' > processes.txt
            """);

    assertThat(exit.isSuccess()).as(exit.errors()).isTrue();
    String everything =
        Files.readString(left("everything.txt"), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(everything).contains("==> /proc/1/environ <==", "==> /proc/1/cmdline <==");
    assertThat(everything)
        .doesNotContain(canary)
        .doesNotContain(CANARY)
        .doesNotContain(temp.toString() + "/box");
    assertThat(Files.readAllLines(left("environ.txt")))
        .allSatisfy(variable ->
            assertThat(variable).matches("(LD_LIBRARY_PATH|PATH|PWD|OLDPWD|_|SHLVL)=.*"));
  }

  @Test
  void theFirstProcessOfTheBoxIsTheChildItself() throws Exception {
    run("tr '\\000' ' ' < /proc/1/cmdline");

    assertThat(said).containsExactly("/bin/sh /program/probe ");
  }

  @Test
  void linksPipesFoldersAndDevicesAreNotTaken() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret.txt"), "CANARY-OF-THE-HOST");

    Exit exit =
        run(
            """
            ln -s %s poster.jpg
            mkfifo description.json
            mkdir deep && ln -s /etc deep/etc
            mknod device b 8 0 2>&1 || echo "no block device"
            mknod device c 1 3 2>&1 || echo "no character device"
            ln /program/probe hard.jpg 2>/dev/null || echo "no hard link"
            echo film > film.mp4
            """
                .formatted(secret));

    assertThat(exit.ending()).isEqualTo(Exit.Ending.COMPROMISED);
    assertThat(exit.isSuccess()).isFalse();
    assertThat(exit.errors())
        .contains("poster.jpg (a link)", "description.json (a pipe", "deep (a folder)");
    assertThat(said).contains("no block device", "no character device", "no hard link");
    try (var files = Files.list(temp.resolve("job/out"))) {
      assertThat(files).containsExactly(left("film.mp4"));
    }
  }

  @Test
  void devicesAreNoPlaceToWriteAndTheChildEndsBeforeTheWorkerDoes() throws Exception {
    Exit exit =
        run(
            """
            for place in /dev /dev/shm; do
              (echo x > $place/file) 2>/dev/null && echo "written to $place"
            done
            echo x > /dev/null && head -c 1 /dev/zero > /dev/null && echo "null and zero work"
            cat /proc/self/oom_score_adj
            """);

    assertThat(exit.isSuccess()).as(exit.errors()).isTrue();
    assertThat(said).containsExactly("null and zero work", "1000");
  }

  @Test
  void nothingOfTheBoxLivesOnBehindItsChild() throws Exception {
    Exit exit =
        run(
            "(while :; do ln -sf /etc/passwd late.jpg; done) >/dev/null 2>&1 & sleep 0.2; rm -f late.jpg; echo done");

    assertThat(exit.ending()).isIn(Exit.Ending.EXITED, Exit.Ending.COMPROMISED);
    for (int i = 0; i < 1000; i++) {
      assertThat(Files.exists(left("late.jpg"), java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
  }

  @Test
  void aChildThatTheKernelKillsIsTold() throws Exception {
    assertThat(run("ulimit -t 1; while :; do :; done").ending()).isEqualTo(Exit.Ending.SIGNALLED);
  }
}
