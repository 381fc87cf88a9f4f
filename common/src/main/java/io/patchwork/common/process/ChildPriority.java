package io.patchwork.common.process;

import java.util.List;

/** How the kernel schedules the children that a thread, and the threads that it starts, start. */
public enum ChildPriority {
  /** As it schedules other processes. */
  NORMAL(List.of()),
  /**
   * With about a tenth of the share of others: enough that limits of wall time do not end a child
   * that others slow down, as they would under SCHED_IDLE.
   */
  BACKGROUND(List.of("nice", "-n", "10"));

  private static final InheritableThreadLocal<ChildPriority> CURRENT =
      new InheritableThreadLocal<>();

  private final List<String> prefix;

  ChildPriority(List<String> prefix) {
    this.prefix = prefix;
  }

  /** Runs something with this priority for the children that it starts. */
  public void during(Runnable work) {
    ChildPriority before = CURRENT.get();
    CURRENT.set(this);
    try {
      work.run();
    } finally {
      CURRENT.set(before);
    }
  }

  /** Whether children of the calling thread run in the background. */
  static boolean isBackground() {
    return CURRENT.get() == BACKGROUND;
  }

  /** What stands before the command of a child of the calling thread. */
  static List<String> prefix() {
    ChildPriority current = CURRENT.get();
    return current == null ? List.of() : current.prefix;
  }
}
