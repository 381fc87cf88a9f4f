package io.patchwork.worker.deletion;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.deletion.DeletionReport.HeldRender;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.timeline.SlatedTimeline;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Renders films again with slates in place of what is forgotten. Thread-safe. */
final class Slates {

  /** CloudEvents source of the render jobs. */
  private static final String SOURCE = "patchwork:forget";

  private static final int ID_LENGTH = 32;

  private final ObjectStore store;
  private final StoredRevisions revisions;
  private final InstantSource clock;

  Slates(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.revisions = new StoredRevisions(store);
    this.clock = clock;
  }

  /**
   * Stores the timelines with slates, as long as those that they are made of are there.
   *
   * @param person whose additional credits go; null for nobody's
   * @return the renders to send
   */
  List<Render> make(ForgetSearch.Found found, @Nullable Id person) throws Fault {
    List<Render> anew = new ArrayList<>();
    for (HeldRender held : found.plan().renders()) {
      if (held.outcome() == HeldRender.Outcome.RENDERED_ANEW) {
        anew.addAll(
            make(new RenderRevision(held.render(), held.revision()), found, person).stream()
                .toList());
      }
    }
    return anew;
  }

  private Optional<Render> make(RenderRevision of, ForgetSearch.Found found, @Nullable Id person)
      throws Fault {
    Optional<Render> requested = revisions.requested(of);
    Optional<ObjectStore.Content> timeline =
        store.read(
            StoreLayout.renderOutput(of.render(), of.revision(), "timeline.otio"),
            OtioJson.MAX_BYTES);
    if (requested.isEmpty() || timeline.isEmpty()) {
      return Optional.empty();
    }
    byte[] slated = slated(timeline.get(), found, person);
    Sha256 digest = Sha256.of(slated);
    ObjectKey key = StoreLayout.timeline(digest);
    store.putIfAbsent(key, Upload.of(slated, "application/json", digest.hex()));
    Render request = requested.get();
    return Optional.of(
        new Render(
            request.render(),
            new Source.Stored(store.uri(key)),
            request.profile(),
            request.from(),
            request.to(),
            null,
            true));
  }

  private static byte[] slated(
      ObjectStore.Content timeline, ForgetSearch.Found found, @Nullable Id person) throws Fault {
    try {
      JsonNode document = OtioJson.read(timeline.bytes());
      SlatedTimeline.take(document, found.remembered().assets(), person);
      return OtioJson.write(document);
    } catch (InvalidTimeline e) {
      throw new Fault("the timeline of a render cannot be read again", e);
    }
  }

  /** Sends the renders; a repeat sends the same jobs. */
  void send(List<Render> anew, JobRef because, Outbox outbox) {
    for (Render render : anew) {
      JobId id =
          new JobId(
              Sha256.of(StoreLayout.jobHash(because) + "\n" + render.render())
                  .hex()
                  .substring(0, ID_LENGTH));
      Envelope envelope = new Envelope(id, SOURCE, render.render().value(), clock.instant(), null);
      outbox.send(
          new Route.ToLane(Lanes.of(JobKind.RENDER)),
          new Message(id.value(), MessageCodec.write(envelope, render), Map.of()));
    }
  }
}
