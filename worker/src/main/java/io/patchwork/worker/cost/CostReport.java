package io.patchwork.worker.cost;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.inventory.StoredJobs;
import io.patchwork.worker.inventory.StoredJobs.StoredJob;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.render.RenderEnd;
import io.patchwork.worker.render.StoredRevisions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What completed jobs took, by kind. A render that many jobs asked for counts once, for the one
 * that ended first. What failed attempts took is reported by nobody.
 *
 * @param total of all kinds; its peak is the largest of one child process
 * @param unreported completed jobs of builds that reported no cost, and records that cannot be read
 */
public record CostReport(List<Kind> kinds, Cost total, long unreported) {

  public CostReport {
    kinds = List.copyOf(kinds);
  }

  /** The jobs of a kind. */
  public record Kind(JobKind kind, long jobs, Cost cost) {}

  /** A completed job and what it took. */
  private record Completed(
      JobRef job, Instant at, @Nullable RenderRevision render, @Nullable Cost cost) {}

  /** What the current revision of a render took; empty where it is not completed. */
  public static Optional<CostReport> ofRender(Id render, ObjectStore store) {
    StoredRevisions revisions = new StoredRevisions(store);
    return revisions
        .latest(render)
        .flatMap(revisions::end)
        .flatMap(end ->
            end instanceof RenderEnd.Completed completed
                ? Optional.of(ofRender(completed.cost()))
                : Optional.empty());
  }

  private static CostReport ofRender(@Nullable Cost cost) {
    return cost == null
        ? new CostReport(List.of(), Cost.NONE, 1)
        : new CostReport(List.of(new Kind(JobKind.RENDER, 1, cost)), cost, 0);
  }

  /**
   * What all jobs took that completed since a time.
   *
   * @param account for whom they were sent; empty for all
   */
  public static CostReport since(Instant since, Optional<String> account, ObjectStore store)
      throws Failure, InterruptedException {
    List<Completed> completed = new ArrayList<>();
    List<ObjectKey> unread = new ArrayList<>();
    new StoredJobs(store, new StoredRevisions(store))
        .forEach(job -> {
          completed(job).ifPresent(completed::add);
          Optional.ofNullable(job.unread()).ifPresent(unread::add);
        });
    completed.sort(
        Comparator.comparing(Completed::at).thenComparing(each -> each.job.id().value()));
    Set<RenderRevision> counted = new HashSet<>();
    Map<JobKind, Kind> kinds = new EnumMap<>(JobKind.class);
    long unreported = unread.size();
    for (Completed each : completed) {
      boolean isFirst = each.render == null || counted.add(each.render);
      boolean isWanted =
          !each.at.isBefore(since)
              && account.filter(name -> !name.equals(accountOf(each.job))).isEmpty();
      if (!isFirst || !isWanted || each.job.kind() == null) {
        continue;
      }
      if (each.cost == null) {
        unreported++;
        continue;
      }
      kinds.merge(
          each.job.kind(),
          new Kind(each.job.kind(), 1, each.cost),
          (some, more) -> new Kind(some.kind, some.jobs + 1, some.cost.plus(more.cost)));
    }
    Cost total = kinds.values().stream().map(Kind::cost).reduce(Cost.NONE, Cost::plus);
    return new CostReport(List.copyOf(kinds.values()), total, unreported);
  }

  private static String accountOf(JobRef job) {
    return job.account() == null ? job.source() : job.account();
  }

  private static Optional<Completed> completed(StoredJob job) {
    Optional<TerminalRecord> record = job.record();
    return record.stream()
        .flatMap(TerminalRecord::jobEvents)
        .flatMap(event -> event instanceof JobEvent.Completed end ? Stream.of(end) : Stream.of())
        .findFirst()
        .map(end ->
            new Completed(
                end.job(), record.get().time().orElse(Instant.EPOCH), render(end), end.cost()));
  }

  private static @Nullable RenderRevision render(JobEvent.Completed end) {
    return end.result() instanceof Result.OfRender result
        ? new RenderRevision(result.render(), result.revision())
        : null;
  }
}
