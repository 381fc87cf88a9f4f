package io.patchwork.worker.console;

import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests that come again with the same {@code Idempotency-Key}, as after a lost answer, get the
 * answer of the first. Thread-safe.
 */
final class RepeatedWrites {

  private static final int MAX_KEYS = 10_000;
  private static final int MAX_KEY_LENGTH = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Done> done =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Done> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /** An answered request. */
  private record Done(String what, Answer answer) {}

  /** Does what a request asks for. */
  @FunctionalInterface
  interface Write {
    Answer run() throws Problem, Failure, IOException, InterruptedException;
  }

  /**
   * Does it, unless it was done under the same key.
   *
   * @throws Problem if the key was used for another request
   */
  Answer once(Request request, Write write)
      throws Problem, Failure, IOException, InterruptedException {
    Optional<String> key = request.header("Idempotency-Key");
    if (key.isEmpty()) {
      return write.run();
    }
    if (key.get().length() > MAX_KEY_LENGTH) {
      throw Problem.badRequest("An Idempotency-Key has at most 256 characters.");
    }
    String what = request.method() + " " + String.join("/", request.path());
    // Writes are few; a repeat waits for the first.
    lock.lock();
    try {
      Done before = done.get(key.get());
      if (before != null && !before.what.equals(what)) {
        throw Problem.conflict(
            "This Idempotency-Key was used for another request; make a new one.");
      }
      if (before != null) {
        return before.answer;
      }
      Answer answer = write.run();
      done.put(key.get(), new Done(what, answer));
      return answer;
    } finally {
      lock.unlock();
    }
  }
}
