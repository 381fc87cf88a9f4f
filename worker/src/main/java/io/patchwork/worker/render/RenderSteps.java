package io.patchwork.worker.render;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Violation;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Malformed;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.render.assembly.Assembly;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.segment.PieceMaker;
import io.patchwork.worker.render.segment.Pieces;
import io.patchwork.worker.render.segment.PiecesMissing;
import io.patchwork.worker.run.Assignment;
import io.patchwork.worker.run.AssignmentReader;
import io.patchwork.worker.run.JobContext;
import io.patchwork.worker.run.Outbox;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/** Reads and takes the steps of renders. Thread-safe. */
public final class RenderSteps implements AssignmentReader {

  /** On a segment that went to rest: its successor has been released. */
  private static final String RELEASED = "x-patchwork-released";

  private final RenderStore renders;
  private final Pieces pieces;
  private final PieceMaker maker;
  private final Assembly assembly;
  private final Release release;
  private final RenderSpeaker speaker;

  RenderSteps(
      RenderStore renders,
      Pieces pieces,
      PieceMaker maker,
      Assembly assembly,
      Release release,
      RenderSpeaker speaker) {
    this.renders = renders;
    this.pieces = pieces;
    this.maker = maker;
    this.assembly = assembly;
    this.release = release;
    this.speaker = speaker;
  }

  @Override
  public Assignment read(Delivery delivery) throws Malformed {
    try {
      Step step = Json.read(delivery.message().body(), Step.class);
      return new RenderStep(
          step, delivery.count() > 1, delivery.message().headers().containsKey(RELEASED));
    } catch (JacksonException e) {
      throw new Malformed(
          FailureCode.MALFORMED_MESSAGE,
          List.of(new Violation("", "not a step of a render: " + e.getOriginalMessage())),
          null,
          e);
    }
  }

  private final class RenderStep implements Assignment {
    private final Step step;
    private final boolean isRedelivered;
    private final boolean hasReleased;

    RenderStep(Step step, boolean isRedelivered, boolean hasReleased) {
      this.step = step;
      this.isRedelivered = isRedelivered;
      this.hasReleased = hasReleased;
    }

    @Override
    public String kind() {
      return step.kind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, String> facts() {
      return Map.of(
          "render", step.render().value(),
          "revision", step.revision().hex().substring(0, 12),
          "position", Integer.toString(step.position()));
    }

    @Override
    public boolean isOver(Outbox outbox) {
      Optional<RenderRecord> end = renders.end(step.render(), step.revision());
      // Whoever wrote the end may have died before saying so.
      if (end.isPresent() && (isRedelivered || step.kind() != Step.Kind.SEGMENT)) {
        speaker.tellAll(step.render(), step.revision(), end.get(), outbox);
      }
      return end.isPresent();
    }

    @Override
    public void begin(Outbox outbox, int attempt) {}

    @Override
    public void perform(JobContext context) throws Failure, InterruptedException {
      RenderPlan plan = renders.plan(step.render(), step.revision());
      switch (step.kind()) {
        case SEGMENT -> segment(plan, context);
        case SOUNDTRACK -> soundtrack(plan, context);
        case ASSEMBLE -> assemble(plan, context);
        case REVIVE -> revive(plan, context);
      }
    }

    private void segment(RenderPlan plan, JobContext context) throws Failure, InterruptedException {
      if (step.position() < 0 || step.position() >= plan.pieces().size()) {
        throw new Fault("there is no segment " + step.position(), null);
      }
      RenderPlan.Segment segment = plan.pieces().get(step.position());
      if (!pieces.isThere(plan, segment)) {
        maker.make(plan, segment, context.folder("pass"), progress -> {});
      }
      boolean isFirst = renders.mark(plan, segment.key());
      if ((isFirst || context.isRedelivered()) && !hasReleased) {
        release.successor(plan, step.position(), context.outbox());
      }
      done(plan, context);
    }

    private void soundtrack(RenderPlan plan, JobContext context)
        throws Failure, InterruptedException {
      RenderPlan.Soundtrack soundtrack = plan.soundtrack();
      if (soundtrack == null) {
        throw new Fault("there is no soundtrack", null);
      }
      if (!pieces.isThere(plan, soundtrack)) {
        maker.make(plan, soundtrack, context.folder("pass"), progress -> {});
      }
      renders.mark(plan, soundtrack.key());
      done(plan, context);
    }

    private void done(RenderPlan plan, JobContext context) {
      Headway headway = release.assembleIfComplete(plan, context.isRedelivered(), context.outbox());
      List<JobRef> waiting = renders.waiting(plan.render(), plan.revision());
      context.progress(waiting, "render", headway.done(), headway.total());
    }

    private void assemble(RenderPlan plan, JobContext context)
        throws Failure, InterruptedException {
      try {
        Result.OfRender result =
            assembly.assemble(
                plan, renders.reused(plan), renders.before(plan), context.folder("pass"));
        renders.noteOutput(plan, result.output().sha256());
        RenderRecord end =
            renders.end(plan.render(), plan.revision(), RenderRecord.completed(result));
        speaker.tellAll(plan.render(), plan.revision(), end, context.outbox());
      } catch (PiecesMissing missing) {
        missing.pieces().forEach(piece -> release.again(plan, piece, context.outbox()));
      }
    }

    private void revive(RenderPlan plan, JobContext context) {
      Set<Sha256> marked = renders.marked(plan);
      boolean stands = marked.size() == step.seen();
      int stood = stands ? step.stood() + 1 : 0;
      if (stands) {
        release.push(plan, marked, stood, context.outbox());
      }
      release.revive(plan, marked.size(), stood, context.outbox());
    }

    @Override
    public void fail(Failure failure, Outbox outbox) {
      RenderRecord end =
          renders.end(
              step.render(),
              step.revision(),
              RenderRecord.failed(failure.code(), failure.sentence(), failure.detail()));
      speaker.tellAll(step.render(), step.revision(), end, outbox);
    }

    @Override
    public Map<String, String> rest(Outbox outbox) {
      if (step.kind() != Step.Kind.SEGMENT || hasReleased) {
        return Map.of();
      }
      try {
        release.successor(renders.plan(step.render(), step.revision()), step.position(), outbox);
        return Map.of(RELEASED, "true");
      } catch (Fault | StoreUnavailable notNow) {
        // Released when it is done then.
        return Map.of();
      }
    }

    @Override
    public boolean belongsTo(String jobHash) {
      List<JobRef> waiting = renders.waiting(step.render(), step.revision());
      return waiting.stream().anyMatch(job -> StoreLayout.jobHash(job).equals(jobHash))
          && renders.end(step.render(), step.revision()).isPresent();
    }
  }
}
