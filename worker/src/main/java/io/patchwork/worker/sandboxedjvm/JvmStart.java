package io.patchwork.worker.sandboxedjvm;

/** Where a sandboxed JVM takes its request from. */
public enum JvmStart {
  /** From its arguments. */
  REQUEST,
  /** From the first line of standard input, once it has loaded what pictures need. */
  STANDBY;

  /** Separates the parts of a request in a line. */
  public static final String SEPARATOR = "\t";
}
