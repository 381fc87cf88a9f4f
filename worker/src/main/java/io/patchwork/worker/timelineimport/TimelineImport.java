package io.patchwork.worker.timelineimport;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.worker.client.JobClient;
import io.patchwork.worker.jobs.Workspaces;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Imports timelines: ingests the files that they name, and puts them into the store. */
public final class TimelineImport {

  private final ObjectStore store;
  private final JobClient jobs;
  private final AllowedFiles allowed;
  private final SequenceEncoder encoder;
  private final ImportProgress progress;

  public TimelineImport(
      ObjectStore store,
      JobClient jobs,
      AllowedFiles allowed,
      SequenceEncoder encoder,
      ImportProgress progress) {
    this.store = store;
    this.jobs = jobs;
    this.allowed = allowed;
    this.encoder = encoder;
    this.progress = progress;
  }

  /**
   * Imports a timeline, plain or in an archive.
   *
   * @param subtitles files that are added as subtitle tracks
   * @param temporary folder for temporary files, which are deleted
   * @return the timeline in the store
   * @throws ImportFailed if it cannot be read, or a file that it names cannot be ingested
   */
  public Source.Stored put(
      Path file, List<SubtitleFile> subtitles, MissingMedia missing, Path temporary)
      throws ImportFailed, InterruptedException {
    try (TimelineArchive archive = TimelineArchive.open(file)) {
      Path folder = Files.createTempDirectory(temporary, "timeline");
      try {
        return put(archive, file, subtitles, missing, folder);
      } finally {
        Workspaces.delete(folder);
      }
    } catch (InvalidTimeline e) {
      throw new ImportFailed(FailureCode.INVALID_TIMELINE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw ImportFailed.unreadable("The file " + file + " cannot be read", e);
    }
  }

  private Source.Stored put(
      TimelineArchive archive,
      Path file,
      List<SubtitleFile> subtitles,
      MissingMedia missing,
      Path folder)
      throws ImportFailed, InvalidTimeline, IOException, InterruptedException {
    byte[] bytes = archive.document();
    JsonNode document = OtioJson.read(bytes);
    for (SubtitleFile each : subtitles) {
      each.addTo(document);
    }
    Path parent = file.toAbsolutePath().getParent();
    Path base = parent == null ? Path.of("/") : parent;
    ReferenceImport references =
        new ReferenceImport(
            new NamedFiles(archive, base, allowed, folder),
            new AssetImport(store, jobs, progress),
            encoder,
            missing,
            progress);
    boolean isChanged = !subtitles.isEmpty();
    for (ObjectNode reference : MediaReferences.in(document)) {
      isChanged |= references.resolve(reference);
    }
    return stored(isChanged ? OtioJson.compact(document) : bytes);
  }

  private Source.Stored stored(byte[] document) {
    Sha256 digest = Sha256.of(document);
    ObjectKey key = StoreLayout.timeline(digest);
    store.putIfAbsent(key, Upload.of(document, "application/json", digest.hex()));
    return new Source.Stored(store.uri(key));
  }
}
