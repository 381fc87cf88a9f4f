package io.patchwork.common.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A child that was started ahead of its work and waits for one line on standard input. It is used
 * once. A child whose standard input closes without a line is expected to end by itself.
 */
public final class StandbyChild implements AutoCloseable {

  /** The child ended while it waited. */
  public static final class Ended extends IOException {
    private static final long serialVersionUID = 1L;

    Ended(IOException cause) {
      super("a child ended while it waited", cause);
    }
  }

  /** Follows the child to its end. */
  interface Following {
    Exit toItsEnd(Consumer<String> line) throws IOException, InterruptedException;
  }

  /** Waits until the child may work. */
  interface Turn {
    void await() throws NoMemoryFree, InterruptedException;
  }

  private final Process process;
  private final Turn turn;
  private final Following following;
  private final Runnable kill;
  private volatile boolean isFollowed;

  StandbyChild(Process process, Turn turn, Following following, Runnable kill) {
    this.process = process;
    this.turn = turn;
    this.following = following;
    this.kill = kill;
  }

  /** Whether it still waits, so that it can be used. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Gives the child its work.
   *
   * @param order without a line break
   * @throws Ended if it ended before
   * @throws NoMemoryFree if other children keep the memory that it may take
   */
  public void order(String order) throws Ended, NoMemoryFree, InterruptedException {
    turn.await();
    try (OutputStream in = process.getOutputStream()) {
      in.write((order + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException ended) {
      close();
      throw new Ended(ended);
    }
  }

  /**
   * Waits until it has done its work; its limits of time count from here.
   *
   * @param line receives each line of its standard output
   * @throws InterruptedException after killing it, if the calling thread is interrupted
   */
  public Exit await(Consumer<String> line) throws IOException, InterruptedException {
    isFollowed = true;
    return following.toItsEnd(line);
  }

  /** Kills it, if it still waits. One that was followed has ended. */
  @Override
  public void close() {
    if (!isFollowed) {
      kill.run();
    }
  }
}
