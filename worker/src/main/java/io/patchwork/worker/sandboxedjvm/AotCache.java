package io.patchwork.worker.sandboxedjvm;

import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes a cache of loaded classes for the JVMs that read pictures, by a training run (JEP 514). It
 * serves JVMs of this class path only.
 */
public final class AotCache {

  private AotCache() {}

  /**
   * Makes the cache.
   *
   * @param paths of the cache, and of a folder for the files of the training run
   * @throws Failure if it was not made
   */
  public static void main(String[] paths) throws IOException, InterruptedException, Failure {
    Path cache = Path.of(paths[0]).toAbsolutePath();
    Path folder = Path.of(paths[1]).toAbsolutePath();
    try (ChildProcesses children = new LocalChildProcesses(new NoSandbox())) {
      JvmChild.check(children.run(JvmChild.training(folder, cache), System.out::println));
    }
  }
}
