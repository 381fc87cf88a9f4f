package io.patchwork.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.layout.Lanes;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.TestPlans;
import io.patchwork.worker.run.Outbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which step follows which. */
final class ReleaseTest {

  @TempDir Path temp;
  private final InProcessJobQueue queue =
      new InProcessJobQueue(
          Lanes.topology("t", List.of(Duration.ofMillis(1), Duration.ofMillis(50))), 1);
  private final BlockingQueue<Step> sent = new LinkedBlockingQueue<>();
  private RenderStore renders;
  private Release release;
  private Outbox outbox;

  @BeforeEach
  void start() {
    renders = new RenderStore(new FileObjectStore(temp));
    release = new Release(renders);
    outbox = new Outbox(queue, new Metrics());
    queue.consume(
        Lanes.RENDER,
        100,
        delivery -> {
          sent.add(Json.read(delivery.message().body(), Step.class));
          delivery.ack();
        });
  }

  @AfterEach
  void stop() {
    queue.close();
  }

  /** A film of one-second clips, each another second of its source. */
  private static RenderPlan plan(int clips) throws Exception {
    Otio otio = new Otio("24");
    String[] items = new String[clips];
    for (int i = 0; i < clips; i++) {
      items[i] = otio.clip("asset:a", 72L * i, 24);
    }
    return TestPlans.plan(otio.track("Video", items));
  }

  private List<Step> sent(Step.Kind kind, int count) throws InterruptedException {
    outbox.flush();
    List<Step> steps = new ArrayList<>();
    while (steps.size() < count) {
      Step step = sent.poll(5, TimeUnit.SECONDS);
      assertThat(step).as("step " + steps.size() + " of kind " + kind).isNotNull();
      if (step.kind() == kind) {
        steps.add(step);
      }
    }
    return steps;
  }

  private void nothingMore(Step.Kind kind) throws InterruptedException {
    Lane lane = Lanes.RENDER;
    TimeUnit.MILLISECONDS.sleep(150);
    assertThat(queue.depth(lane)).isZero();
    assertThat(sent).extracting(Step::kind).doesNotContain(kind);
  }

  private static List<Integer> positions(List<Step> steps) {
    return steps.stream().map(Step::position).sorted().toList();
  }

  @Test
  void aRenderStartsWithAWindowAndARevival() throws Exception {
    RenderPlan plan = plan(20);
    Set<Sha256> reused = renders.noteReused(plan, List.of());

    release.start(plan, reused, outbox);

    assertThat(positions(sent(Step.Kind.SEGMENT, Release.WINDOW)))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(sent(Step.Kind.REVIVE, 1).getFirst().seen()).isZero();
    nothingMore(Step.Kind.SEGMENT);
  }

  @Test
  void chainsWalkOnlyWhatWasMissing() throws Exception {
    RenderPlan plan = plan(20);
    List<Sha256> there = List.of(plan.pieces().get(0).key(), plan.pieces().get(5).key());
    Set<Sha256> reused = renders.noteReused(plan, there);

    release.start(plan, reused, outbox);
    assertThat(positions(sent(Step.Kind.SEGMENT, Release.WINDOW)))
        .containsExactly(1, 2, 3, 4, 6, 7, 8, 9);
    release.successor(plan, 6, outbox);
    release.successor(plan, 19, outbox);

    assertThat(positions(sent(Step.Kind.SEGMENT, 1))).containsExactly(14);
    nothingMore(Step.Kind.SEGMENT);
  }

  @Test
  void whatWasMissingWhenItWasPlannedStaysTheChain() throws Exception {
    RenderPlan plan = plan(12);
    renders.noteReused(plan, List.of());

    Set<Sha256> later = renders.noteReused(plan, List.of(plan.pieces().get(3).key()));

    assertThat(later).isEmpty();
  }

  @Test
  void assemblyIsReleasedByTheSetOfKeysAndNotByTheirNumber() throws Exception {
    RenderPlan plan = plan(3);
    renders.mark(plan, plan.pieces().get(0).key());
    renders.mark(plan, plan.pieces().get(1).key());
    renders.mark(plan, Sha256.of("something else"));

    // Two seconds of three, and what the assembly counts for.
    assertThat(release.assembleIfComplete(plan, false, outbox)).isEqualTo(new Headway(48, 76));
    nothingMore(Step.Kind.ASSEMBLE);
    assertThat(renders.mark(plan, plan.pieces().get(2).key())).isTrue();
    assertThat(renders.mark(plan, plan.pieces().get(2).key())).isFalse();
    release.assembleIfComplete(plan, false, outbox);
    // The last two are done at the same time: both see that all are.
    release.assembleIfComplete(plan, false, outbox);

    assertThat(sent(Step.Kind.ASSEMBLE, 1)).hasSize(1);
    nothingMore(Step.Kind.ASSEMBLE);
  }

  @Test
  void aPlanWithEverythingInTheStoreGoesStraightToAssembly() throws Exception {
    RenderPlan plan = plan(4);
    for (RenderPlan.Segment piece : plan.pieces()) {
      renders.mark(plan, piece.key());
    }

    release.start(plan, renders.noteReused(plan, plan.keys()), outbox);

    assertThat(sent(Step.Kind.ASSEMBLE, 1)).hasSize(1);
    nothingMore(Step.Kind.ASSEMBLE);
  }

  @Test
  void aPushReleasesAWindowOfWhatIsMissing() throws Exception {
    RenderPlan plan = plan(20);

    release.push(plan, Set.of(plan.pieces().get(0).key()), 1, outbox);

    assertThat(positions(sent(Step.Kind.SEGMENT, Release.WINDOW)))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void aPieceThatIsGoneIsMadeAgainAndNoLongerCounted() throws Exception {
    RenderPlan plan = plan(3);
    plan.pieces().forEach(piece -> renders.mark(plan, piece.key()));

    release.again(plan, plan.pieces().get(1).key(), outbox);

    assertThat(positions(sent(Step.Kind.SEGMENT, 1))).containsExactly(1);
    assertThat(renders.marked(plan)).doesNotContain(plan.pieces().get(1).key()).hasSize(2);
  }
}
