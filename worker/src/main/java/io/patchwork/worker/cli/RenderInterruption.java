package io.patchwork.worker.cli;

import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.render.RenderModule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Says what is kept of a render whose command is interrupted, and how to go on. */
final class RenderInterruption {

  private final ClusterOptions cluster;
  private final Connection connection;

  RenderInterruption(ClusterOptions cluster, Connection connection) {
    this.cluster = cluster;
    this.connection = connection;
  }

  /** While files are ingested. */
  List<String> beforeTheJob() {
    return List.of(
        cluster.isLocal()
            ? "Stopped before the render. What was ingested is kept in "
                + cluster.place()
                + "; run the same command to go on."
            : "Stopped before the render was sent. The cluster keeps what it ingests; run the same"
                + " command to go on.");
  }

  /** While the render runs. */
  List<String> of(JobRef job) {
    if (!cluster.isLocal()) {
      return List.of(
          "The cluster goes on with the render. patchwork watch "
              + job.id()
              + " follows it, patchwork cancel "
              + job.id()
              + " stops it, and the same command waits for the film.");
    }
    String made =
        kept(job)
            .map(kept ->
                "Stopped; "
                    + kept.stored()
                    + " of "
                    + kept.total()
                    + " segments are kept in "
                    + cluster.place())
            .orElse(
                "Stopped before the first segment; what was ingested is kept in "
                    + cluster.place());
    return List.of(made + ". Run the same command to go on.");
  }

  private Optional<RenderModule.Kept> kept(JobRef job) {
    try {
      return connection.workers().withoutLanes().rendering().kept(job);
    } catch (StoreUnavailable | IOException unknown) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
