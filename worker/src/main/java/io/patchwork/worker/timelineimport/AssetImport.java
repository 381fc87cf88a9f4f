package io.patchwork.worker.timelineimport;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.worker.client.JobClient;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.fetch.Manifests;
import java.nio.file.Path;
import java.util.List;

/** Ingests files and objects, and waits for the end. */
final class AssetImport {

  private final ObjectStore store;
  private final Manifests manifests;
  private final JobClient jobs;
  private final ImportProgress progress;

  AssetImport(ObjectStore store, JobClient jobs, ImportProgress progress) {
    this.store = store;
    this.manifests = new Manifests(store);
    this.jobs = jobs;
    this.progress = progress;
  }

  /**
   * Ingests a file, unless its content is an asset already.
   *
   * @param name name of the file in error messages
   */
  Id file(Path file, String name) throws ImportFailed, InterruptedException {
    LocalFile local = LocalFile.put(file, store);
    // The id contains the content's digest; ingesting it again would only drop its contributors.
    if (manifests.find(local.asset()).isEmpty()) {
      ingest(local.asset(), local.source(), name);
    }
    return local.asset();
  }

  /** Ingests an object; always, because its content may have changed. */
  Id object(String url) throws ImportFailed, InterruptedException {
    Id asset = AssetIds.ofObject(url);
    ingest(asset, source(url), url);
    return asset;
  }

  private static Source source(String url) throws ImportFailed {
    try {
      return Source.parse(url);
    } catch (IllegalArgumentException e) {
      throw ImportFailed.unusable(url);
    }
  }

  private void ingest(Id asset, Source source, String name)
      throws ImportFailed, InterruptedException {
    Ingest job = new Ingest(asset, source, List.of(), List.of(), null, null, null);
    try (PendingJob pending = jobs.send(job, asset.value())) {
      JobEvent.Terminal end = pending.await(event -> progress.ingesting(asset, event));
      progress.ingestEnded(asset);
      switch (end) {
        case JobEvent.Completed _ -> {}
        case JobEvent.Failed failed ->
            throw new ImportFailed(failed.code(), name + ": " + failed.message());
        case JobEvent.Cancelled _ -> throw ImportFailed.cancelled(name);
      }
    }
  }
}
