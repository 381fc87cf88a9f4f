package io.patchwork.worker;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.process.Bubblewrap;
import io.patchwork.common.process.ChildObserver;
import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.Landlock;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.MemoryBudget;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.common.process.Program;
import io.patchwork.common.process.Sandbox;
import io.patchwork.common.process.SandboxTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Chooses the best sandbox that works on this host (docs/security.md tells what each keeps). */
public final class Sandboxes {

  private static final String OF_HOSTS =
      "Install bubblewrap (apt-get install bubblewrap) and allow user namespaces.";

  private static final String OF_CONTAINERS =
      "This container forbids what a sandbox is made of. Run it with --security-opt"
          + " seccomp=patchwork-seccomp.json --security-opt apparmor=unconfined --security-opt"
          + " systempaths=unconfined, never with --privileged; the profile is in the image: docker run"
          + " --rm --entrypoint cat IMAGE /opt/patchwork/patchwork-seccomp.json >patchwork-seccomp.json."
          + " In Kubernetes take infra/kubernetes/overlays/sandboxed (docs/deployment.md).";

  private Sandboxes() {}

  /**
   * The sandboxes, the best first, each with what is wrong with it here; empty if it works.
   *
   * @param folder for their files and trials
   */
  public static Map<Sandbox, Optional<String>> tried(Program program, Path folder)
      throws IOException, InterruptedException {
    Map<Sandbox, Optional<String>> tried = new LinkedHashMap<>();
    for (Sandbox sandbox : all(folder)) {
      tried.put(sandbox, problem(sandbox, program, folder));
    }
    return tried;
  }

  private static List<Sandbox> all(Path folder) throws IOException {
    return List.of(new Bubblewrap(folder), new Landlock(folder));
  }

  private static Optional<String> problem(Sandbox sandbox, Program program, Path folder)
      throws InterruptedException {
    try (ChildProcesses children = new LocalChildProcesses(sandbox)) {
      return SandboxTrial.problem(
          children, program, List.of("-version"), folder.resolve("trial-" + sandbox.name()));
    }
  }

  /** Engines leave these marks: Docker, Podman and CRI-O, Kubernetes. */
  private static boolean isContainer() {
    return Files.exists(Path.of("/.dockerenv"))
        || Files.exists(Path.of("/run/.containerenv"))
        || System.getenv("KUBERNETES_SERVICE_HOST") != null;
  }

  /** How the best sandbox comes to work on this machine, or in this container. */
  public static String advice() {
    return isContainer() ? OF_CONTAINERS : OF_HOSTS;
  }

  /**
   * The best sandbox that works and that the setting allows.
   *
   * @param program FFmpeg, for trials
   * @param observer hears of each child that has ended
   * @param say receives a note where it is not the best
   * @throws ConfigurationException if none that works is good enough
   */
  static ChildProcesses children(
      WorkerConfig.Sandboxing setting,
      Program program,
      Path folder,
      MemoryBudget memory,
      ChildObserver observer,
      Consumer<String> say)
      throws IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    List<Sandbox> allowed =
        switch (setting) {
          case REQUIRED -> all(folder).subList(0, 1);
          case LANDLOCK, PREFERRED -> all(folder);
          case NONE -> List.of();
        };
    for (Sandbox sandbox : allowed) {
      Optional<String> problem = problem(sandbox, program, folder);
      if (problem.isEmpty()) {
        problems.forEach(each -> say.accept("Note: a sandbox does not work here, " + each));
        return new LocalChildProcesses(sandbox, memory, observer);
      }
      problems.add(sandbox.name() + ": " + problem.get());
    }
    if (setting == WorkerConfig.Sandboxing.REQUIRED
        || setting == WorkerConfig.Sandboxing.LANDLOCK) {
      throw new ConfigurationException(
          List.of(
              "No sandbox can be made here ("
                  + String.join("; ", problems)
                  + "). "
                  + advice()
                  + " Or set PATCHWORK_SANDBOX=landlock for a weaker sandbox without namespaces, or"
                  + " PATCHWORK_SANDBOX=none to decode foreign files without one."));
    }
    if (!problems.isEmpty()) {
      say.accept(
          "Note: no sandbox can be made here, so files are decoded without one ("
              + String.join("; ", problems)
              + ").");
    }
    return new LocalChildProcesses(new NoSandbox(), memory, observer);
  }
}
