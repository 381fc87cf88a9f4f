package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;

/** Hears how an import comes along. */
public interface ImportProgress {

  /** Something happened to the ingest of an asset before its end. */
  void ingesting(Id asset, JobEvent event);

  /** The ingest of an asset has ended. */
  void ingestEnded(Id asset);

  /** Something that a person should know and that does not end the import. */
  void note(String sentence);
}
