package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.plan.Origin;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.segment.SegmentStore;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All revisions of renders in the store, for whoever deletes. Thread-safe. */
public final class StoredRevisions {

  private static final int MAX_BYTES = 256 << 20;
  private static final String LATEST = "latest.json";

  private final ObjectStore store;
  private final JsonObjects documents;

  public StoredRevisions(ObjectStore store) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
  }

  /**
   * A revision with the objects in its folder.
   *
   * @param isCurrent whether it is the latest of its render
   */
  public record StoredRevision(RenderRevision of, boolean isCurrent, List<StoredObject> objects) {
    public StoredRevision {
      objects = List.copyOf(objects);
    }
  }

  /** Is given each of many; it may read the store. */
  @FunctionalInterface
  public interface Visitor<T> {
    void visit(T each) throws Failure, InterruptedException;
  }

  /** Visits all revisions of all renders, in the order of their keys; lists the store once. */
  public void forEach(Visitor<StoredRevision> visitor) throws Failure, InterruptedException {
    List<StoredObject> ofRender = new ArrayList<>();
    String render = "";
    try (Stream<StoredObject> objects = store.list(StoreLayout.RENDERS)) {
      for (StoredObject object : (Iterable<StoredObject>) objects::iterator) {
        String key = object.key().value();
        if (key.startsWith(StoreLayout.OUTPUTS)) {
          continue;
        }
        String next = key.substring(0, key.indexOf('/', StoreLayout.RENDERS.length()) + 1);
        if (!next.equals(render)) {
          visit(render, ofRender, visitor);
          ofRender.clear();
          render = next;
        }
        ofRender.add(object);
      }
    }
    visit(render, ofRender, visitor);
  }

  private void visit(String prefix, List<StoredObject> ofRender, Visitor<StoredRevision> visitor)
      throws Failure, InterruptedException {
    if (ofRender.isEmpty()) {
      return;
    }
    Id render = new Id(prefix.substring(StoreLayout.RENDERS.length(), prefix.length() - 1));
    @Nullable Sha256 current =
        ofRender.stream().anyMatch(each -> each.key().value().equals(prefix + LATEST))
            ? latest(render).map(RenderRevision::revision).orElse(null)
            : null;
    List<StoredObject> ofRevision = new ArrayList<>();
    String revision = "";
    for (StoredObject object : ofRender) {
      String rest = object.key().value().substring(prefix.length());
      String next = rest.indexOf('/') < 0 ? "" : rest.substring(0, rest.indexOf('/'));
      if (!next.equals(revision)) {
        visit(render, revision, current, ofRevision, visitor);
        ofRevision.clear();
        revision = next;
      }
      ofRevision.add(object);
    }
    visit(render, revision, current, ofRevision, visitor);
  }

  private static void visit(
      Id render,
      String revision,
      @Nullable Sha256 current,
      List<StoredObject> objects,
      Visitor<StoredRevision> visitor)
      throws Failure, InterruptedException {
    if (!objects.isEmpty() && Sha256.isValid(revision)) {
      RenderRevision of = new RenderRevision(render, new Sha256(revision));
      visitor.visit(new StoredRevision(of, of.revision().equals(current), objects));
    }
  }

  /** The current revision of a render. */
  public Optional<RenderRevision> latest(Id render) {
    return documents
        .read(StoreLayout.latestRevision(render), LatestRevision.class)
        .map(latest -> new RenderRevision(latest.render(), latest.revision()));
  }

  /** The objects in the folder of a revision. */
  public List<StoredObject> objects(RenderRevision of) {
    try (Stream<StoredObject> objects =
        store.list(StoreLayout.renderFolder(of.render(), of.revision()) + "/")) {
      return objects.toList();
    }
  }

  public Optional<RenderPlan> plan(RenderRevision of) {
    return documents.read(StoreLayout.plan(of.render(), of.revision()), RenderPlan.class);
  }

  /** Whether there is a plan of a revision. */
  public boolean isPlanned(RenderRevision of) {
    return store.head(StoreLayout.plan(of.render(), of.revision())).isPresent();
  }

  /** Whether a revision has ended, however it ended. */
  public boolean hasEnded(RenderRevision of) {
    return store.head(StoreLayout.renderResult(of.render(), of.revision())).isPresent();
  }

  /** How a revision ended; empty before. */
  public Optional<RenderEnd> end(RenderRevision of) {
    return documents.read(StoreLayout.renderResult(of.render(), of.revision()), RenderEnd.class);
  }

  /** What was asked for; empty for revisions that earlier builds planned. */
  public Optional<Render> requested(RenderRevision of) {
    return documents.read(StoreLayout.renderRequest(of.render(), of.revision()), Render.class);
  }

  /** The revision that a render job was bound to. */
  public Optional<RenderRevision> ofJob(ObjectKey binding) {
    return documents
        .read(binding, RenderBinding.class)
        .map(bound -> new RenderRevision(bound.render(), bound.revision()));
  }

  /** The jobs that asked for a revision. */
  public List<JobRef> jobs(RenderRevision of) {
    return new RenderStore(store).waiting(of.render(), of.revision());
  }

  /** The keys of the segments of a plan that show none of some assets and no text. */
  public static Set<ObjectKey> withoutTextOr(RenderPlan plan, Set<Id> assets) {
    return plan.segments().stream()
        .filter(segment ->
            !segment.content().hasText()
                && segment.content().assets().stream().noneMatch(assets::contains))
        .flatMap(segment -> SegmentStore.keys(plan, segment).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The keys that a plan reaches outside of its revision's folder: segments, soundtrack, text,
   * renditions that are copied, indexes and the submitted timeline.
   */
  public static Set<ObjectKey> reached(RenderPlan plan) {
    Set<ObjectKey> keys = new LinkedHashSet<>();
    plan.elements().forEach(element -> keys.addAll(SegmentStore.keys(plan, element)));
    for (Origin origin : plan.origins().values()) {
      if (origin instanceof Origin.OfObject(String key)) {
        keys.add(new ObjectKey(key));
      }
    }
    plan.indexes().values().forEach(key -> keys.add(new ObjectKey(key)));
    keys.add(StoreLayout.timeline(plan.timeline()));
    return keys;
  }
}
