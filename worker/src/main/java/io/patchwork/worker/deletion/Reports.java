package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.deletion.DeletionReport.Deletion;
import io.patchwork.schema.deletion.DeletionReport.HeldRender;
import io.patchwork.schema.deletion.DeletionReport.Kept;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.StoredDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reports of deletions in the store, each written before its deletion begins. Thread-safe. */
final class Reports {

  private static final int MAX_BYTES = 256 << 20;

  private final JsonObjects documents;

  Reports(ObjectStore store) {
    this.documents = new JsonObjects(store, MAX_BYTES);
  }

  /**
   * Adds to the report of a job what is about to be deleted; what an attempt that was broken off
   * said before stays in it.
   *
   * @return the whole report
   */
  DeletionReport add(JobRef job, DeletionReport report) throws Fault {
    ObjectKey key = StoreLayout.deletionReport(job);
    var _ =
        documents.move(
            key,
            DeletionReport.class,
            before -> Optional.of(before.map(earlier -> merged(earlier, report)).orElse(report)));
    return documents.read(key, DeletionReport.class).orElse(report);
  }

  private static DeletionReport merged(DeletionReport before, DeletionReport report) {
    return new DeletionReport(
        report.format(),
        report.asset(),
        report.person(),
        report.at(),
        report.dryRun(),
        union(before.renders(), report.renders(), HeldRender::revision),
        union(before.deleted(), report.deleted(), Deletion::key),
        kept(before, report));
  }

  /** What was kept, unless it is deleted now; of what is kept still, the newer reason counts. */
  private static List<Kept> kept(DeletionReport before, DeletionReport report) {
    Set<String> deleted = report.deleted().stream().map(Deletion::key).collect(Collectors.toSet());
    List<Kept> still =
        before.kept().stream().filter(each -> !deleted.contains(each.what())).toList();
    return union(report.kept(), still, Kept::what);
  }

  /** The keys that the report of a job says are deleted; they may be there still. */
  Set<ObjectKey> listed(JobRef job) {
    return documents.read(StoreLayout.deletionReport(job), DeletionReport.class).stream()
        .flatMap(report -> report.deleted().stream())
        .map(each -> new ObjectKey(each.key()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <T, K> List<T> union(List<T> some, List<T> more, Function<T, K> key) {
    Map<K, T> all = new LinkedHashMap<>();
    Stream.concat(some.stream(), more.stream())
        .forEach(each -> all.putIfAbsent(key.apply(each), each));
    return List.copyOf(all.values());
  }

  /** A report as the result of its job. */
  static Result.OfDeletion result(JobRef job, DeletionReport report) {
    ObjectKey key = StoreLayout.deletionReport(job);
    byte[] bytes = StoredDocument.bytes(key, report);
    return new Result.OfDeletion(
        Artifact.document(
            ArtifactRole.DELETION_REPORT,
            key.value(),
            Sha256.of(bytes),
            bytes.length,
            "application/json"),
        report.deleted().size(),
        report.bytes(),
        report.kept().size(),
        report.dryRun());
  }
}
