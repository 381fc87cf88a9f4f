package io.patchwork.worker.cli;

import java.lang.reflect.Proxy;

/**
 * SIGTERM and SIGINT to a worker. The first one drains it; another one means that whoever sent it
 * cannot wait. The JVM's own shutdown hooks would ignore the second, and would end the process with
 * an exit code that says that a signal killed it.
 */
final class StopSignals {

  private final Runnable drain;
  private final Runnable stopNow;
  private boolean isDraining;

  /**
   * Handles both signals from now on, each on a thread of its own.
   *
   * @param drain called at the first signal
   * @param stopNow called at every further one
   */
  StopSignals(Runnable drain, Runnable stopNow) {
    this.drain = drain;
    this.stopNow = stopNow;
    handle("TERM");
    handle("INT");
  }

  /** By reflection: Java has no other API for signals, and the compiler refuses this one. */
  private void handle(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                come();
                return null;
              });
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signals cannot be handled here", e);
    }
  }

  private void come() {
    Runnable next;
    synchronized (this) {
      next = isDraining ? stopNow : drain;
      isDraining = true;
    }
    Thread.ofPlatform().name("stop").start(next);
  }
}
