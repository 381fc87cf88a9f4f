package io.patchwork.common.process;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Runs child processes, and kills those that exceed their deadline or stall. Interrupting the
 * calling thread kills the child and everything it started. Thread-safe.
 */
public interface ChildProcesses extends AutoCloseable {

  /** What isolates the children. */
  Sandbox sandbox();

  /**
   * Runs a child to its end.
   *
   * <p>Only regular files stay in its output folder: anything else is deleted, and the exit reports
   * it.
   *
   * @param line receives each line of its standard output; a line that differs from earlier ones
   *     counts as progress
   * @throws IOException if it cannot be started
   * @throws InterruptedException after killing it, if the calling thread is interrupted
   */
  Exit run(Command command, Consumer<String> line) throws IOException, InterruptedException;

  /**
   * Starts a child that waits for one line on standard input before it does anything for a file.
   *
   * @throws IOException if it cannot be started
   */
  StandbyChild standby(Command command) throws IOException, InterruptedException;

  @Override
  void close();
}
