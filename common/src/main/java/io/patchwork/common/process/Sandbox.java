package io.patchwork.common.process;

import java.util.List;

/** The isolation of child processes from the host. */
public interface Sandbox {

  /** Its name for operators, as in {@code bubblewrap}. */
  String name();

  /** The argument vector that runs a command in the sandbox. */
  List<String> wrap(Command command);
}
