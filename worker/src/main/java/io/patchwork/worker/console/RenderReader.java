package io.patchwork.worker.console;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.render.RenderEnd;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.render.plan.CopiedGops;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads from the store how far a render is. Thread-safe. */
final class RenderReader {

  private final ObjectStore store;
  private final StoredRevisions revisions;

  RenderReader(ObjectStore store) {
    this.store = store;
    this.revisions = new StoredRevisions(store);
  }

  Optional<RenderRevision> latest(Id render) {
    return revisions.latest(render);
  }

  /** All files of a finished render. */
  List<Artifact> files(RenderRevision of) {
    return revisions.end(of).stream()
        .flatMap(end ->
            end instanceof RenderEnd.Completed completed
                ? ResultFiles.of(completed.result()).stream()
                : Stream.of())
        .toList();
  }

  /**
   * A render.
   *
   * @param prefix of the addresses of its files and its report
   */
  Optional<Documents.Render> read(RenderRevision of, String prefix) {
    return revisions.plan(of).map(plan -> document(of, plan, prefix));
  }

  private Documents.Render document(RenderRevision of, RenderPlan plan, String prefix) {
    Function<Artifact, String> link = file -> prefix + "outputs/" + file.sha256();
    String folder = StoreLayout.renderFolder(of.render(), of.revision());
    Set<String> done = done(folder);
    Optional<RenderEnd> end = revisions.end(of);
    boolean isWhole = end.filter(RenderEnd.Completed.class::isInstance).isPresent();
    List<Documents.Segment> segments = new ArrayList<>();
    long first = 0;
    for (int position : plan.sequence()) {
      RenderPlan.Segment segment = plan.segments().get(position);
      segments.add(
          new Documents.Segment(
              first,
              segment.frames(),
              isWhole || done.contains(segment.key().hex()),
              segment.content() instanceof CopiedGops,
              segment.content().assets().stream().map(Id::value).toList()));
      first += segment.frames();
    }
    RenderPlan.@Nullable Soundtrack soundtrack = plan.soundtrack();
    List<Artifact> files = files(of);
    @Nullable RenderEnd ended = end.orElse(null);
    return new Documents.Render(
        of.render().value(),
        of.revision(),
        revisions.latest(of.render()).filter(of::equals).isPresent(),
        plan.profile().name(),
        state(ended),
        plan.frames(),
        (int) segments.stream().filter(Documents.Segment::isDone).count(),
        segments,
        soundtrack == null ? null : isWhole || done.contains(soundtrack.key().hex()),
        ended instanceof RenderEnd.Failed failed ? failed.code() : null,
        ended instanceof RenderEnd.Failed failed ? failed.message() : null,
        files.isEmpty()
            ? null
            : Documents.FileLink.of(files.getFirst(), link.apply(files.getFirst())),
        files.stream().map(file -> Documents.FileLink.of(file, link.apply(file))).toList(),
        isWhole ? prefix + "report/" + RenderReports.PAGE : null,
        plan.warnings(),
        revisions.jobs(of).stream().map(JobRef::id).map(Object::toString).toList());
  }

  private static Documents.Render.State state(@Nullable RenderEnd end) {
    return switch (end) {
      case null -> Documents.Render.State.PLANNED;
      case RenderEnd.Completed _ -> Documents.Render.State.COMPLETED;
      case RenderEnd.Failed _ -> Documents.Render.State.FAILED;
      case RenderEnd.Cancelled _ -> Documents.Render.State.CANCELLED;
    };
  }

  private Set<String> done(String folder) {
    String prefix = StoreLayout.markers(folder);
    try (Stream<StoredObject> markers = store.list(prefix)) {
      return markers
          .map(object -> object.key().value().substring(prefix.length()))
          .collect(Collectors.toSet());
    }
  }
}
