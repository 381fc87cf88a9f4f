package io.patchwork.common.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a child used is told of that child, however it ended. */
@Timeout(60)
final class ChildUsageTest {

  /** Tells how far it is, and takes about a second of processor time. */
  private static final String BURN =
      "echo burns; i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done";

  /** Of a shell that does nothing, with room for a busy machine. */
  private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(100);

  private static final Duration TIME = Duration.ofSeconds(30);

  private final BlockingQueue<Exit> told = new LinkedBlockingQueue<>();
  private final LocalChildProcesses children =
      new LocalChildProcesses(
          new NoSandbox(), MemoryBudget.UNLIMITED, (program, exit) -> told.add(exit));

  @TempDir Path temp;

  private Command shell(String script) {
    return new Command(
        new Program(Path.of("/bin"), "sh", SystemCalls.FFMPEG),
        List.of("-c", script),
        temp.resolve("job" + script.hashCode()),
        new Limits(1L << 30, 4L << 30, TIME, 1 << 20, TIME, TIME));
  }

  @Test
  void eachChildHasItsOwnTime() throws Exception {
    Exit busy = children.run(shell(BURN), line -> {});
    Exit idle = children.run(shell(":"), line -> {});

    assertThat(busy.usage().cpu()).isGreaterThan(NEXT_TO_NOTHING);
    assertThat(busy.usage().peakMemory()).isBetween(100L << 10, 100L << 20);
    assertThat(idle.usage().cpu()).isLessThan(NEXT_TO_NOTHING);
    assertThat(told).containsExactly(busy, idle);
  }

  @Test
  void theTimeOfAStoppedChildIsNotTheNextOnes() throws Exception {
    Thread own = Thread.currentThread();
    Command endless = shell(BURN + "; echo half; while :; do :; done");

    assertThatThrownBy(() ->
            children.run(
                endless,
                line -> {
                  if (line.equals("half")) {
                    own.interrupt();
                  }
                }))
        .isInstanceOf(InterruptedException.class);
    Exit stopped = told.poll(10, TimeUnit.SECONDS);
    Exit idle = children.run(shell(":"), line -> {});

    assertThat(stopped).isNotNull();
    assertThat(stopped.word()).isEqualTo("interrupted");
    assertThat(stopped.usage().cpu()).isGreaterThan(NEXT_TO_NOTHING);
    assertThat(idle.usage().cpu()).isLessThan(NEXT_TO_NOTHING);
  }
}
