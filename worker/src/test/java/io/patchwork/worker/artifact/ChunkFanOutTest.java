package io.patchwork.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.JobKind;
import io.patchwork.worker.fanout.FanOutContract;
import io.patchwork.worker.fanout.RecordedWorkload;
import io.patchwork.worker.fanout.Task;
import io.patchwork.worker.fanout.Workload;
import io.patchwork.worker.ffmpeg.FrameRange;
import io.patchwork.worker.jobs.Lanes;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A long upload keeps to what every fan-out does. */
final class ChunkFanOutTest extends FanOutContract<JobRef> {

  private static final ChunkPlan PLAN =
      new ChunkPlan(
          "bulk",
          new byte[0],
          Sha256.of("data"),
          Sha256.of("source"),
          new ChunkSplit(
              LongStream.range(0, 20).mapToObj(i -> new FrameRange(60 * i, 60 * (i + 1))).toList(),
              true),
          List.of());

  @Override
  protected RecordedWorkload<JobRef> workload() {
    return new RecordedWorkload<>(
        JobRef.class,
        Lanes.CHUNKS,
        ChunkWorkload.tasks(PLAN),
        new Workload.Last.Send(Lanes.BULK, new Message("again", new byte[0], Map.of())));
  }

  @Override
  protected JobRef of() {
    return new JobRef(new JobId("job"), "platform", JobKind.INGEST);
  }

  @Test
  void aLongUploadsTasksAreItsStretchesAndItsSound() {
    List<Task> tasks = ChunkWorkload.tasks(PLAN);

    assertThat(tasks).hasSize(21);
    assertThat(tasks.getFirst()).isEqualTo(new Task("0", "chunk", true, 1));
    assertThat(tasks.get(1)).isEqualTo(new Task("1", "chunk", false, 1));
  }
}
