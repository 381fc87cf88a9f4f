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

/** Makes assets of files and objects by ingesting them, and waits until they are. */
final class AssetImport {

  private final ObjectStore store;
  private final Manifests known;
  private final JobClient jobs;
  private final ImportProgress progress;

  AssetImport(ObjectStore store, JobClient jobs, ImportProgress progress) {
    this.store = store;
    this.known = new Manifests(store);
    this.jobs = jobs;
    this.progress = progress;
  }

  /**
   * Makes an asset of a file, unless there is one of its content already.
   *
   * @param name of the file, for failures
   */
  Id file(Path file, String name) throws ImportFailed, InterruptedException {
    LocalFile local = LocalFile.put(file, store);
    // Its content is in its id: ingesting it again would only forget who made it.
    if (known.find(local.asset()).isEmpty()) {
      ingest(local.asset(), local.source(), name);
    }
    return local.asset();
  }

  /** Makes an asset of an object, whose content may be another one each time. */
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
