package io.patchwork.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.Otio;
import io.patchwork.worker.fanout.FanOutContract;
import io.patchwork.worker.fanout.RecordedWorkload;
import io.patchwork.worker.fanout.Task;
import io.patchwork.worker.fanout.Workload;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.TestPlans;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A render keeps to what every fan-out does. */
final class RenderFanOutTest extends FanOutContract<RenderRevision> {

  private final RenderPlan plan;

  RenderFanOutTest() throws Exception {
    this.plan = plan(20);
  }

  /** A film of one-second clips, each another second of its source, and music. */
  private static RenderPlan plan(int clips) throws Exception {
    Otio otio = new Otio("24");
    List<String> items = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      items.add(otio.clip("asset:a", 72L * i, 24));
    }
    return TestPlans.plan(
        otio.track("Video", items.toArray(String[]::new))
            .track("Audio", otio.clip("asset:b", 0, 24L * clips)));
  }

  @Override
  protected RecordedWorkload<RenderRevision> workload() {
    return new RecordedWorkload<>(
        RenderRevision.class, Lanes.RENDER, RenderWorkload.tasks(plan), new Workload.Last.Finish());
  }

  @Override
  protected RenderRevision of() {
    return RenderWorkload.of(plan);
  }

  @Test
  void aRendersTasksAreItsSegmentsAndItsSoundtrack() {
    List<Task> tasks = RenderWorkload.tasks(plan);

    assertThat(tasks).hasSize(21);
    assertThat(tasks.getFirst())
        .isEqualTo(new Task(plan.segments().getFirst().key().hex(), "segment", false, 24));
    // What a sixteenth of 480 frames is.
    assertThat(tasks.getLast())
        .isEqualTo(new Task(plan.keys().getLast().hex(), "soundtrack", true, 30));
  }

  @Test
  void aSegmentThatIsShownTwiceIsOneTaskOfTwiceTheWeight() throws Exception {
    Otio otio = new Otio("24");
    RenderPlan twice =
        TestPlans.plan(
            otio.track("Video", otio.clip("asset:a", 0, 24), otio.clip("asset:a-again", 0, 24)));

    assertThat(RenderWorkload.tasks(twice)).extracting(Task::weight).containsExactly(48L);
  }
}
