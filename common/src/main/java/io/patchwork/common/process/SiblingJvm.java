package io.patchwork.common.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Another JVM of this program, with this one's options, class path and environment. It runs our own
 * code and is no sandbox; it starts boxes of its own for foreign bytes.
 */
public final class SiblingJvm implements AutoCloseable {

  private final Process process;

  private SiblingJvm(Process process) {
    this.process = process;
  }

  /** Starts a class's {@code main}; its standard error is this process's. */
  public static SiblingJvm start(String mainClass) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-Dcom.sun.management"))
        .filter(option ->
            option.matches(
                "-X(mx|ss|X:[+-]Use|X:Tiered|X:AOTCache=|X:AOTMode|log:).*"
                    + "|-D.*|--enable-native-access.*"))
        .forEach(command::add);
    // It ends when its heap is full, instead of going on with a thread less.
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:+DisplayVMOutputToStderr"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    return new SiblingJvm(
        new ProcessBuilder(command)
            .redirectInput(Redirect.PIPE)
            .redirectOutput(Redirect.PIPE)
            .redirectError(Redirect.INHERIT)
            .start());
  }

  /** Ends its standard input. */
  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException ended) {
      // It died before it had read all.
      assert ended != null;
    }
  }

  public Process process() {
    return process;
  }

  /** Kills it and what it started, and waits until it has ended. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    // The sibling has metered its work itself: its time is not the next child's.
    var _ = ReapedChildren.OURS.since();
  }
}
