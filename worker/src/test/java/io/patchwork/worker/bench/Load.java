package io.patchwork.worker.bench;

import java.util.ArrayList;
import java.util.List;

/** Threads that do nothing as fast as they can. */
final class Load implements AutoCloseable {

  private final List<Thread> threads = new ArrayList<>();

  Load(int threads) {
    for (int i = 0; i < threads; i++) {
      this.threads.add(
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                  Thread.onSpinWait();
                }
              }));
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
