package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.worker.attribution.Attribution;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.render.assembly.QcReport;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.storelayout.DocumentCache;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The documents of renders in the store: plans, bindings, waiting jobs, ends, lineage. Thread-safe.
 */
final class RenderStore {

  private static final int MAX_BYTES = 256 << 20;
  private static final long MAX_CACHED_PLAN_BYTES = 16 << 20;
  private static final String QC_REPORT = QcReport.FILE;
  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final JsonObjects documents;
  private final LineageVersions lineages;

  /** Plans are immutable, and every task of a render reads the same one. */
  private final DocumentCache<RenderPlan> plans;

  private final DocumentCache<Mosaic> mosaics;

  RenderStore(ObjectStore store) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.lineages = new LineageVersions(store);
    this.plans = new DocumentCache<>(store, RenderPlan.class, MAX_BYTES, MAX_CACHED_PLAN_BYTES);
    this.mosaics = new DocumentCache<>(store, Mosaic.class, MAX_BYTES, MAX_CACHED_PLAN_BYTES);
  }

  void putPlan(RenderPlan plan) {
    documents.putReadable(StoreLayout.plan(plan.render(), plan.revision()), plan, RenderPlan.class);
  }

  /**
   * Keeps what films that use this one are composed of, before anybody can use it: the render's own
   * parts, and the same with the parts of the renders in it in their places.
   */
  void putMosaics(RenderPlan plan, Attribution attribution) {
    Id render = plan.render();
    documents.putReadable(
        StoreLayout.ownParts(render, plan.revision()), attribution.film(), Mosaic.class);
    documents.putReadable(
        StoreLayout.mosaic(render, plan.revision()), attribution.composed(), Mosaic.class);
  }

  /** The composed parts of a revision; empty where it was rendered before they were kept. */
  Optional<Mosaic> mosaic(RenderRevision revision) {
    return mosaics.read(StoreLayout.mosaic(revision.render(), revision.revision()));
  }

  /** Keeps a copy of the timeline beside the render; the submitted file may be deleted. */
  void putTimeline(RenderPlan plan, JsonNode document) {
    byte[] bytes = OtioJson.write(document);
    store.putIfAbsent(
        StoreLayout.renderOutput(plan.render(), plan.revision(), "timeline.otio"),
        Upload.of(bytes, JSON, Sha256.of(bytes).hex()));
  }

  /** Keeps what was asked for beside the render, so that it can be rendered again. */
  void putRequest(RenderPlan plan, Render request) {
    documents.putIfAbsent(StoreLayout.renderRequest(plan.render(), plan.revision()), request);
  }

  /**
   * The plan of a revision.
   *
   * @throws Fault if there is none: a task was sent for a render that was never planned
   */
  RenderPlan plan(Id render, Sha256 revision) throws Fault {
    return findPlan(render, revision)
        .orElseThrow(() -> new Fault("no plan of " + render + " " + revision, null));
  }

  Optional<RenderPlan> findPlan(Id render, Sha256 revision) {
    return plans.read(StoreLayout.plan(render, revision));
  }

  /**
   * Binds a job to a revision, unless it is bound already.
   *
   * @return the stored binding
   */
  RenderBinding bind(JobRef job, RenderBinding binding) {
    documents.putIfAbsent(StoreLayout.jobRender(job), binding);
    return binding(job).orElse(binding);
  }

  Optional<RenderBinding> binding(JobRef job) {
    return documents.read(StoreLayout.jobRender(job), RenderBinding.class);
  }

  /** Notes that a job waits for a render. */
  void addWaiting(RenderPlan plan, JobRef job) {
    documents.putIfAbsent(StoreLayout.waiting(plan.render(), plan.revision(), job), job);
  }

  List<JobRef> waiting(Id render, Sha256 revision) {
    List<JobRef> jobs = new ArrayList<>();
    try (Stream<StoredObject> objects = store.list(StoreLayout.waiting(render, revision))) {
      objects.forEach(object -> documents.read(object.key(), JobRef.class).ifPresent(jobs::add));
    }
    return jobs;
  }

  Optional<RenderEnd> end(Id render, Sha256 revision) {
    return documents.read(StoreLayout.renderResult(render, revision), RenderEnd.class);
  }

  /** Writes the end of a render, unless there is one; returns the stored end. */
  RenderEnd end(Id render, Sha256 revision, RenderEnd record) {
    documents.putIfAbsent(StoreLayout.renderResult(render, revision), record);
    return end(render, revision).orElse(record);
  }

  /** Deletes the end of a render, so that it can be rendered again. */
  void clearEnd(RenderPlan plan) {
    store.delete(StoreLayout.renderResult(plan.render(), plan.revision()));
  }

  /** The QC report of the previous revision, where this one is current. */
  Optional<QcReport> previousReport(RenderPlan plan) {
    return documents
        .read(StoreLayout.latestRevision(plan.render()), LatestRevision.class)
        .filter(latest -> latest.revision().equals(plan.revision()))
        .map(LatestRevision::before)
        .flatMap(before ->
            documents.read(
                StoreLayout.renderOutput(plan.render(), before, QC_REPORT), QcReport.class));
  }

  /**
   * Notes that a content is the output of a render.
   *
   * @param output digest of its file, or of the packets of one of its streams
   */
  void noteOutput(RenderPlan plan, Sha256 output) {
    documents.putIfAbsent(
        StoreLayout.renderOf(output, plan.revision()),
        new RenderRevision(plan.render(), plan.revision()));
  }

  /**
   * The revisions that a content is the output of, the latest first.
   *
   * @param content digest of its file, or of the packets of one of its streams
   */
  List<RenderRevision> rendersOf(Sha256 content) {
    try (Stream<StoredObject> objects = store.list(StoreLayout.rendersOf(content))) {
      return objects
          .sorted(Comparator.comparing(StoredObject::modified).reversed())
          .flatMap(object -> documents.read(object.key(), RenderRevision.class).stream())
          .toList();
    }
  }

  /** The lineage of a revision, as it was corrected last. */
  Optional<Lineage> lineage(RenderRevision revision) {
    return lineages.latest(revision).map(LineageVersions.Version::lineage);
  }

  /** The current revision of a render. */
  Optional<RenderRevision> latest(Id render) {
    return documents
        .read(StoreLayout.latestRevision(render), LatestRevision.class)
        .map(latest -> new RenderRevision(latest.render(), latest.revision()));
  }

  /** Moves the pointer to the current revision of a render. */
  void moveLatest(RenderPlan plan) throws Fault {
    documents.move(
        StoreLayout.latestRevision(plan.render()),
        LatestRevision.class,
        current -> {
          @Nullable Sha256 before = current.map(LatestRevision::revision).orElse(null);
          return plan.revision().equals(before)
              ? Optional.empty()
              : Optional.of(new LatestRevision(plan.render(), plan.revision(), before));
        });
  }
}
