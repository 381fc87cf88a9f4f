package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;

/** Listener of an import's progress. */
public interface ImportProgress {

  /** Called with each event of an asset's ingest before its end. */
  void ingesting(Id asset, JobEvent event);

  /** Called when the ingest of an asset has ended. */
  void ingestEnded(Id asset);

  /** Called with a sentence about a problem that does not end the import. */
  void note(String sentence);
}
