package io.patchwork.worker.sandboxedjvm;

import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes a cache of loaded classes (JEP 514) for the JVMs that read pictures, by running one that
 * rehearses. It serves JVMs of this class path only.
 */
public final class ClassCache {

  private ClassCache() {}

  /**
   * Makes the cache.
   *
   * @param paths of the cache, and of a folder for the files of the rehearsal
   * @throws Failure if it was not made
   */
  public static void main(String[] paths) throws IOException, InterruptedException, Failure {
    Path cache = Path.of(paths[0]).toAbsolutePath();
    Path folder = Path.of(paths[1]).toAbsolutePath();
    try (ChildProcesses children = new ChildProcesses(new NoSandbox())) {
      JvmChild.check(children.run(JvmChild.rehearsal(folder, cache), System.out::println));
    }
  }
}
