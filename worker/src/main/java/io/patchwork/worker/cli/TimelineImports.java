package io.patchwork.worker.cli;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.timelineimport.AllowedFiles;
import io.patchwork.worker.timelineimport.ImportFailed;
import io.patchwork.worker.timelineimport.ImportProgress;
import io.patchwork.worker.timelineimport.ImportedTimeline;
import io.patchwork.worker.timelineimport.MissingMedia;
import io.patchwork.worker.timelineimport.SubtitleFile;
import io.patchwork.worker.timelineimport.TimelineImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Imports timelines for commands, and shows the progress. */
final class TimelineImports {

  private final Connection connection;
  private final TimelineImport timelines;

  TimelineImports(Connection connection, ProgressBar progressBar) {
    this.connection = connection;
    this.timelines =
        new TimelineImport(
            connection.store(),
            connection.jobs(),
            allowed(connection.config()),
            () -> connection.workers().sandboxedWithoutLanes().ffmpeg(),
            new BarProgress(progressBar));
  }

  /**
   * With {@code --local} any file is allowed; for a cluster only those that its operator allows.
   */
  private static AllowedFiles allowed(WorkerConfig config) {
    if (config.broker().isEmpty()) {
      return AllowedFiles.any(config.maxSourceBytes());
    }
    List<Path> folders =
        config.sources().stream()
            .filter(place -> "file".equals(place.getScheme()))
            .map(place -> Path.of(place.getPath()))
            .toList();
    return AllowedFiles.below(folders, config.maxSourceBytes());
  }

  private record BarProgress(ProgressBar progressBar) implements ImportProgress {
    @Override
    public void ingesting(Id asset, JobEvent event) {
      progressBar.progress(asset.value(), event);
    }

    @Override
    public void ingestEnded(Id asset) {
      progressBar.clear();
    }

    @Override
    public void note(String sentence) {
      progressBar.line("note: " + sentence);
    }
  }

  ImportedTimeline put(
      Path file, List<SubtitleFile> subtitles, List<Path> media, MissingMedia missing)
      throws CommandFailed, IOException, InterruptedException {
    try {
      return timelines.put(file, subtitles, media, missing, connection.folder().path());
    } catch (ImportFailed e) {
      throw CommandFailed.of(e);
    }
  }
}
