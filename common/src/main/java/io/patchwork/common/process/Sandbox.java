package io.patchwork.common.process;

import java.util.List;

/** What stands between a child and the machine. */
public interface Sandbox {

  /** A word for operators, as in {@code bubblewrap}. */
  String name();

  /** The argument vector that runs a command inside. */
  List<String> wrap(Command command);
}
