package io.patchwork.worker.timelineimport;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A timeline in the store, whose files are assets.
 *
 * @param found files that were found by their names
 * @param unlinked the clips whose media is missing in the editor, too; empty or one entry
 * @param files the file of each asset that was named as a file of this machine
 */
public record ImportedTimeline(
    Source.Stored timeline,
    List<FoundMedia> found,
    List<MissingFile> unlinked,
    Map<Id, Path> files) {
  public ImportedTimeline {
    found = List.copyOf(found);
    unlinked = List.copyOf(unlinked);
    files = Map.copyOf(files);
  }
}
