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
import java.util.Optional;
import tools.jackson.databind.JsonNode;

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
   * @param media folders in which files that are missing are searched for by their names
   * @param temporary folder for temporary files, which are deleted
   * @throws ImportFailed if it cannot be read, or a file that it names is missing or cannot be
   *     ingested
   */
  public ImportedTimeline put(
      Path file,
      List<SubtitleFile> subtitles,
      List<Path> media,
      MissingMedia missing,
      Path temporary)
      throws ImportFailed, InterruptedException {
    try (TimelineArchive archive = TimelineArchive.open(file)) {
      Path folder = Files.createTempDirectory(temporary, "timeline");
      try {
        Path parent = file.toAbsolutePath().getParent();
        Path base = parent == null ? Path.of("/") : parent;
        NamedFiles files = new NamedFiles(archive, base, allowed, folder, new FileNames());
        return put(files, subtitles, new MediaSearch(media, allowed), missing);
      } finally {
        Workspaces.delete(folder);
      }
    } catch (InvalidTimeline e) {
      throw new ImportFailed(FailureCode.INVALID_TIMELINE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw ImportFailed.unreadable("The file " + file + " cannot be read", e);
    }
  }

  private ImportedTimeline put(
      NamedFiles files, List<SubtitleFile> subtitles, MediaSearch search, MissingMedia missing)
      throws ImportFailed, InvalidTimeline, IOException, InterruptedException {
    byte[] bytes = files.archive().document();
    JsonNode document = OtioJson.read(bytes);
    for (SubtitleFile each : subtitles) {
      each.addTo(document);
    }
    List<MediaReferences.Used> used = MediaReferences.in(document);
    MediaLocator locator = new MediaLocator(files, search);
    locator.locate(used);
    List<String> unlinked = MediaReferences.unlinked(document);
    report(locator, unlinked, missing);
    ReferenceImport references =
        new ReferenceImport(
            files, locator, new AssetImport(store, jobs, progress), encoder, missing, progress);
    boolean isChanged = !subtitles.isEmpty();
    for (MediaReferences.Used reference : used) {
      isChanged |= references.resolve(reference);
    }
    return new ImportedTimeline(
        stored(isChanged ? OtioJson.compact(document) : bytes),
        locator.found(),
        MissingFile.unlinked(unlinked),
        references.files());
  }

  /** Reports what is not where the timeline says, before anything is ingested. */
  private void report(MediaLocator locator, List<String> unlinked, MissingMedia missing)
      throws ImportFailed {
    List<MissingFile> files = locator.missing();
    if (missing == MissingMedia.REFUSED) {
      Optional<ImportFailed> refused = locator.refusedSequence();
      if (refused.isPresent() && files.size() < 2) {
        throw refused.get();
      }
      if (!files.isEmpty()) {
        throw ImportFailed.missing(files, unlinked);
      }
    }
    files.stream()
        .filter(file -> !file.sameName().isEmpty())
        .forEach(file -> progress.note("The timeline names " + file.phrase() + "."));
    for (FoundMedia found : locator.found()) {
      progress.note(found.url() + " was found by its name: " + found.file());
    }
  }

  private Source.Stored stored(byte[] document) {
    Sha256 digest = Sha256.of(document);
    ObjectKey key = StoreLayout.timeline(digest);
    store.putIfAbsent(key, Upload.of(document, "application/json", digest.hex()));
    return new Source.Stored(store.uri(key));
  }
}
