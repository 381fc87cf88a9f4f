package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Rendered;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.render.assembly.Quality;
import io.patchwork.worker.render.plan.RenderPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the store knows of renders: plans, markers, who waits, and the end. Thread-safe. */
final class RenderStore {

  private static final int MAX_BYTES = 256 << 20;
  private static final int PLANS_KEPT = 8;
  private static final String LINEAGE = "lineage.json";
  private static final String QUALITY = Quality.NAME + ".json";
  private static final String JSON = "application/json";

  private final ObjectStore store;

  /** Plans are immutable, and every segment of a render wants the same one. */
  private final Map<Sha256, RenderPlan> plans =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, RenderPlan> eldest) {
          return size() > PLANS_KEPT;
        }
      };

  RenderStore(ObjectStore store) {
    this.store = store;
  }

  private boolean putIfAbsent(ObjectKey key, Object document) {
    byte[] bytes = Json.bytes(document);
    return store.putIfAbsent(key, Upload.of(bytes, JSON, Sha256.of(bytes).hex())).created();
  }

  private <T> Optional<T> read(ObjectKey key, Class<T> type) {
    return store.read(key, MAX_BYTES).map(content -> Json.read(content.bytes(), type));
  }

  void putPlan(RenderPlan plan) {
    putIfAbsent(StoreLayout.plan(plan.render(), plan.revision()), plan);
  }

  /** Keeps what is rendered beside the render, whatever becomes of the file that was sent. */
  void putTimeline(RenderPlan plan, JsonNode document) {
    byte[] bytes = OtioJson.write(document);
    store.putIfAbsent(
        StoreLayout.renderOutput(plan.render(), plan.revision(), "timeline.otio"),
        Upload.of(bytes, JSON, Sha256.of(bytes).hex()));
  }

  /**
   * The plan of a revision.
   *
   * @throws Fault if there is none: somebody sends steps for what was never planned
   */
  RenderPlan plan(Id render, Sha256 revision) throws Fault {
    synchronized (plans) {
      RenderPlan kept = plans.get(revision);
      if (kept != null && kept.render().equals(render)) {
        return kept;
      }
    }
    RenderPlan plan =
        read(StoreLayout.plan(render, revision), RenderPlan.class)
            .orElseThrow(() -> new Fault("no plan of " + render + " " + revision, null));
    synchronized (plans) {
      plans.put(revision, plan);
    }
    return plan;
  }

  /**
   * Notes which pieces need not be made, the first time; later the note stands.
   *
   * @return the pieces that the note names
   */
  Set<Sha256> noteReused(RenderPlan plan, List<Sha256> found) {
    putIfAbsent(StoreLayout.reused(plan.render(), plan.revision()), found);
    return reused(plan);
  }

  Set<Sha256> reused(RenderPlan plan) {
    return new LinkedHashSet<>(
        List.of(
            read(StoreLayout.reused(plan.render(), plan.revision()), Sha256[].class)
                .orElseGet(() -> new Sha256[0])));
  }

  /** Marks a piece as there; whether this was the first to say so. */
  boolean mark(RenderPlan plan, Sha256 piece) {
    return putIfAbsent(StoreLayout.marker(plan.render(), plan.revision(), piece), Map.of());
  }

  void unmark(RenderPlan plan, Sha256 piece) {
    store.delete(StoreLayout.marker(plan.render(), plan.revision(), piece));
  }

  /** Notes that all pieces are there; whether this was the first to say so. */
  boolean markComplete(RenderPlan plan) {
    return putIfAbsent(StoreLayout.complete(plan.render(), plan.revision()), Map.of());
  }

  void unmarkComplete(RenderPlan plan) {
    store.delete(StoreLayout.complete(plan.render(), plan.revision()));
  }

  Set<Sha256> marked(RenderPlan plan) {
    String prefix = StoreLayout.markers(plan.render(), plan.revision());
    try (Stream<StoredObject> markers = store.list(prefix)) {
      Set<Sha256> pieces = new LinkedHashSet<>();
      markers
          .map(marker -> marker.key().value().substring(prefix.length()))
          // Some S3-compatible stores list an object under a temporary name while it is put.
          .filter(Sha256::isValid)
          .forEach(name -> pieces.add(new Sha256(name)));
      return pieces;
    }
  }

  /**
   * Notes which plan a job became, unless that is noted.
   *
   * @return what stands there now
   */
  RenderClaim claim(JobRef job, RenderClaim claim) {
    putIfAbsent(StoreLayout.jobRender(job), claim);
    return claim(job).orElse(claim);
  }

  Optional<RenderClaim> claim(JobRef job) {
    return read(StoreLayout.jobRender(job), RenderClaim.class);
  }

  /** Notes that a job waits for a render. */
  void wait(RenderPlan plan, JobRef job) {
    putIfAbsent(StoreLayout.waiting(plan.render(), plan.revision(), job), job);
  }

  List<JobRef> waiting(Id render, Sha256 revision) {
    List<JobRef> jobs = new ArrayList<>();
    try (Stream<StoredObject> objects = store.list(StoreLayout.waiting(render, revision))) {
      objects.forEach(object -> read(object.key(), JobRef.class).ifPresent(jobs::add));
    }
    return jobs;
  }

  Optional<RenderRecord> end(Id render, Sha256 revision) {
    return read(StoreLayout.renderResult(render, revision), RenderRecord.class);
  }

  /** Writes the end, unless there is one; what stands there now. */
  RenderRecord end(Id render, Sha256 revision, RenderRecord record) {
    putIfAbsent(StoreLayout.renderResult(render, revision), record);
    return end(render, revision).orElse(record);
  }

  /**
   * Takes back an end without a result, because somebody asks anew; and the markers with it, so
   * that every piece, made or found, releases its successor again.
   */
  void clearFailure(RenderPlan plan) {
    if (end(plan.render(), plan.revision()).filter(end -> end.result() != null).isPresent()) {
      // Somebody else who asked anew has it already.
      return;
    }
    marked(plan).forEach(piece -> unmark(plan, piece));
    unmarkComplete(plan);
    store.delete(StoreLayout.renderResult(plan.render(), plan.revision()));
  }

  /** What was proven of the revision that was current before, where this one is current. */
  Optional<Quality> before(RenderPlan plan) {
    return read(StoreLayout.latestRevision(plan.render()), RenderPointer.class)
        .filter(latest -> latest.revision().equals(plan.revision()))
        .map(RenderPointer::before)
        .flatMap(before ->
            read(StoreLayout.renderOutput(plan.render(), before, QUALITY), Quality.class));
  }

  /** Notes which render a content is the output of. */
  void noteOutput(RenderPlan plan, Sha256 output) {
    putIfAbsent(
        StoreLayout.renderOf(output, plan.revision()),
        new Rendered(plan.render(), plan.revision()));
  }

  /** The revisions of renders that a content is the output of, the latest first. */
  List<Rendered> rendersOf(Sha256 content) {
    try (Stream<StoredObject> objects = store.list(StoreLayout.rendersOf(content))) {
      return objects
          .sorted(Comparator.comparing(StoredObject::modified).reversed())
          .flatMap(object -> read(object.key(), Rendered.class).stream())
          .toList();
    }
  }

  /** Who is where in a render. */
  Optional<Lineage> lineage(Rendered made) {
    return read(StoreLayout.renderOutput(made.render(), made.revision(), LINEAGE), Lineage.class);
  }

  /** Moves the pointer to the current revision. */
  void moveLatest(RenderPlan plan) throws Fault {
    ObjectKey at = StoreLayout.latestRevision(plan.render());
    for (int attempt = 0; attempt < 100; attempt++) {
      Optional<ObjectStore.Content> present = store.read(at, MAX_BYTES);
      @Nullable Sha256 before =
          present
              .map(content -> Json.read(content.bytes(), RenderPointer.class).revision())
              .orElse(null);
      if (plan.revision().equals(before)) {
        return;
      }
      byte[] bytes = Json.bytes(new RenderPointer(plan.render(), plan.revision(), before));
      Upload upload = Upload.of(bytes, JSON, Sha256.of(bytes).hex());
      boolean moved =
          present.isEmpty()
              ? store.putIfAbsent(at, upload).created()
              : store.replace(at, present.get().object().etag(), upload).isPresent();
      if (moved) {
        return;
      }
    }
    throw new Fault("the pointer of render " + plan.render() + " would not settle", null);
  }
}
