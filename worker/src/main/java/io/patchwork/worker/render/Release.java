package io.patchwork.worker.render;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.layout.Lanes;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.run.Outbox;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which step follows which. At most a window of a render's segments are in the lane at once, so
 * that two renders interleave: segments stand in chains, each of which releases the one that is a
 * window further on.
 */
final class Release {

  /** Segments of one render in the lane at once. */
  static final int WINDOW = 8;

  /** The step of the retry ladder on which a revival rests. */
  private static final int REVIVAL_REST = 1;

  private static final int LONG_STOOD = 2;

  private final RenderStore renders;

  Release(RenderStore renders) {
    this.renders = renders;
  }

  /** The segments that have to be made, by their place in the plan's pieces. */
  private static List<Integer> chain(RenderPlan plan, Set<Sha256> reused) {
    return IntStream.range(0, plan.pieces().size())
        .filter(position -> !reused.contains(plan.pieces().get(position).key()))
        .boxed()
        .toList();
  }

  /** Sets a planned render going. */
  void start(RenderPlan plan, Set<Sha256> reused, Outbox outbox) {
    reused.forEach(piece -> renders.mark(plan, piece));
    // First, so that a planner that dies between the messages leaves a render that moves again.
    revive(plan, reused.size(), 0, outbox);
    if (plan.soundtrack() != null && !reused.contains(plan.soundtrack().key())) {
      send(Step.soundtrack(plan), outbox);
    }
    chain(plan, reused).stream()
        .limit(WINDOW)
        .forEach(position -> send(Step.segment(plan, position), outbox));
    assembleIfComplete(plan, true, outbox);
  }

  /** Releases the segment that is a window behind this one, if there is one. */
  void successor(RenderPlan plan, int position, Outbox outbox) {
    List<Integer> chain = chain(plan, renders.reused(plan));
    int place = chain.indexOf(position);
    if (place >= 0 && place + WINDOW < chain.size()) {
      send(Step.segment(plan, chain.get(place + WINDOW)), outbox);
    }
  }

  /**
   * Releases the assembly if the last piece is there, once: two pieces that are done at the same
   * time both see that all are. Who dies before it is sent leaves it to the revival.
   *
   * @param isRedelivered whether somebody may have died there
   * @return how much of the render is there
   */
  Headway assembleIfComplete(RenderPlan plan, boolean isRedelivered, Outbox outbox) {
    Set<Sha256> marked = renders.marked(plan);
    if (marked.containsAll(plan.keys()) && (renders.markComplete(plan) || isRedelivered)) {
      send(Step.assemble(plan), outbox);
    }
    return Headway.of(plan, marked);
  }

  /** Sees again after a rest whether a render moves. */
  void revive(RenderPlan plan, int seen, int stood, Outbox outbox) {
    Message message = message(Step.revive(plan, seen, stood));
    outbox.send(new Route.Later(Lanes.RENDER, REVIVAL_REST + stood), message);
  }

  /**
   * Releases pieces of a render that stands still, a window of them at the most. What is long by
   * nature, soundtrack and assembly, only if it has stood for some time.
   *
   * @param stood how often in a row it was found standing, from 1
   */
  void push(RenderPlan plan, Set<Sha256> marked, int stood, Outbox outbox) {
    IntStream.range(0, plan.pieces().size())
        .filter(position -> !marked.contains(plan.pieces().get(position).key()))
        .limit(WINDOW)
        .forEach(position -> send(Step.segment(plan, position), outbox));
    if (stood < LONG_STOOD) {
      return;
    }
    if (plan.soundtrack() != null && !marked.contains(plan.soundtrack().key())) {
      send(Step.soundtrack(plan), outbox);
    }
    if (marked.containsAll(plan.keys())) {
      send(Step.assemble(plan), outbox);
    }
  }

  /** Makes a piece again that was there and is gone. */
  void again(RenderPlan plan, Sha256 piece, Outbox outbox) {
    renders.unmark(plan, piece);
    renders.unmarkComplete(plan);
    if (plan.soundtrack() != null && plan.soundtrack().key().equals(piece)) {
      send(Step.soundtrack(plan), outbox);
      return;
    }
    List<Sha256> keys = plan.pieces().stream().map(RenderPlan.Segment::key).toList();
    send(Step.segment(plan, keys.indexOf(piece)), outbox);
  }

  private static void send(Step step, Outbox outbox) {
    outbox.send(new Route.ToLane(Lanes.RENDER), message(step));
  }

  private static Message message(Step step) {
    byte[] body = Json.bytes(step);
    return new Message(Sha256.of(body).hex().substring(0, 32), body, Map.of());
  }
}
