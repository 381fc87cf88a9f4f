package io.patchwork.common.process;

/**
 * Hears of child processes that have ended, on the thread that waited for them; of those whose work
 * was stopped, on any thread.
 */
public interface ChildObserver {

  /** Does nothing. */
  ChildObserver NONE = (program, exit) -> {};

  /**
   * A child has ended.
   *
   * @param program name of its program, as in {@code ffmpeg} or {@code java}
   */
  void ended(String program, Exit exit);
}
