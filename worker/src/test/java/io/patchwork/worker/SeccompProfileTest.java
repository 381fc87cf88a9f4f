package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.process.SystemCalls;
import io.patchwork.schema.wire.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The seccomp profile of the image. */
final class SeccompProfileTest {

  private static Set<String> allowed() throws Exception {
    Set<String> names = new TreeSet<>();
    Json.tree(Files.readAllBytes(Path.of("../infra/docker/patchwork-seccomp.json")))
        .path("syscalls")
        .forEach(group -> group.path("names").forEach(name -> names.add(name.asString())));
    return names;
  }

  @Test
  void itAllowsWhatChildrenCallAndWhatMakesTheirBoxes() throws Exception {
    try (InputStream table =
        Objects.requireNonNull(SystemCalls.class.getResourceAsStream("system-calls.txt"))) {
      Set<String> children =
          new String(table.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .map(line -> line.split(" +", 2)[0])
              .collect(Collectors.toSet());

      assertThat(children).hasSizeGreaterThan(50);
      assertThat(allowed())
          .containsAll(children)
          .contains("mount", "umount2", "pivot_root", "unshare", "seccomp", "sethostname");
    }
  }

  @Test
  void itForbidsWhatChangesTheHost() throws Exception {
    assertThat(allowed())
        .doesNotContain(
            "bpf",
            "kexec_load",
            "init_module",
            "finit_module",
            "ptrace",
            "keyctl",
            "reboot",
            "setns",
            "open_by_handle_at",
            "perf_event_open",
            "userfaultfd",
            "io_uring_setup",
            "swapon");
  }
}
