package io.patchwork.worker.timelineimport;

import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.MediaReference.ImageSequence;
import io.patchwork.schema.timeline.OtioReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Locates all media files of a timeline before any is ingested. For one thread. */
final class MediaLocator {

  private final NamedFiles files;
  private final MediaSearch search;
  private final Map<String, FileLocation> byUrl = new LinkedHashMap<>();
  private final Map<ImageSequence, Images> sequences = new LinkedHashMap<>();
  private final Map<String, Set<String>> clips = new HashMap<>();

  /** The images of a sequence, or why there are none. */
  sealed interface Images {
    record Located(List<FileLocation> images) implements Images {}

    record Refused(ImportFailed why, FileLocation first) implements Images {}
  }

  MediaLocator(NamedFiles files, MediaSearch search) {
    this.files = files;
    this.search = search;
  }

  /** Whether a URL names an asset or an object, so that no file is searched for. */
  static boolean isElsewhere(String url) {
    return url.startsWith("asset:") || NamedFiles.isObject(url);
  }

  /** Locates the files of all references; walks the searched folders once, and only if needed. */
  void locate(List<MediaReferences.Used> references)
      throws ImportFailed, InvalidTimeline, IOException {
    Set<ImageSequence> wanted = new LinkedHashSet<>();
    for (MediaReferences.Used used : references) {
      if (used.isImageSequence()) {
        ImageSequence sequence = OtioReader.sequence(used.reference());
        note(ImageSequenceImport.url(sequence, 0), used);
        wanted.add(sequence);
      } else if (!isElsewhere(used.url())) {
        note(used.url(), used);
        byUrl.computeIfAbsent(used.url(), files::locate);
      }
    }
    searchFor(wanted);
    wanted.forEach(sequence -> sequences.put(sequence, images(sequence)));
  }

  private void note(String url, MediaReferences.Used used) {
    clips.computeIfAbsent(url, none -> new LinkedHashSet<>()).add(used.clip());
  }

  /** Searches for what is not where the timeline says. */
  private void searchFor(Set<ImageSequence> wanted) throws ImportFailed, IOException {
    Set<String> names = new HashSet<>();
    byUrl.forEach((url, location) -> {
      if (location instanceof FileLocation.Missing) {
        names.addAll(MediaSearch.names(url));
      }
    });
    List<ImageSequence> missing =
        wanted.stream().filter(sequence -> !isAtItsPlace(sequence)).toList();
    if (!names.isEmpty() || !missing.isEmpty()) {
      search.walk(name ->
          names.contains(name) || missing.stream().anyMatch(sequence -> isImage(name, sequence)));
    }
    byUrl.replaceAll(
        (url, location) -> location instanceof FileLocation.Missing ? search.find(url) : location);
  }

  private boolean isAtItsPlace(ImageSequence sequence) {
    return !(files.locate(ImageSequenceImport.url(sequence, 0)) instanceof FileLocation.Missing);
  }

  private static boolean isImage(String name, ImageSequence sequence) {
    return name.endsWith(FileNames.folded(sequence.suffix()))
        && UrlReading.of(sequence.prefix()).stream()
            .anyMatch(reading -> name.startsWith(FileNames.folded(reading.path())));
  }

  /** Locates the images of a sequence, all at its place or all by their names. */
  private Images images(ImageSequence sequence) {
    String first = ImageSequenceImport.url(sequence, 0);
    boolean isAtItsPlace = isAtItsPlace(sequence);
    FileLocation firstLocation = isAtItsPlace ? files.locate(first) : search.find(first);
    try {
      return new Images.Located(
          ImageSequenceImport.images(
              sequence,
              url ->
                  Optional.of(isAtItsPlace ? files.locate(url) : search.find(url))
                      .filter(location -> !(location instanceof FileLocation.Missing))));
    } catch (ImportFailed why) {
      return new Images.Refused(why, firstLocation);
    }
  }

  FileLocation of(String url) {
    return java.util.Objects.requireNonNull(byUrl.get(url));
  }

  Images of(ImageSequence sequence) {
    return java.util.Objects.requireNonNull(sequences.get(sequence));
  }

  /**
   * The files that are missing, in document order; of an image sequence its first missing image.
   */
  List<MissingFile> missing() {
    List<MissingFile> missing = new ArrayList<>();
    byUrl.forEach((url, location) -> missing(url, url, location).ifPresent(missing::add));
    sequences.forEach((sequence, images) -> {
      if (images instanceof Images.Refused(var why, var first)) {
        String url = ImageSequenceImport.url(sequence, 0);
        why.missing()
            .forEach(image ->
                missing.add(
                    missing(image.url(), url, first)
                        .orElse(MissingFile.of(image.url(), clips(url), List.of()))));
      }
    });
    // Sequences of the same images differ in their ranges.
    return missing.stream().distinct().toList();
  }

  private Optional<MissingFile> missing(String url, String usedAs, FileLocation location) {
    return location instanceof FileLocation.Missing(var sameName)
        ? Optional.of(MissingFile.of(url, clips(usedAs), sameName))
        : Optional.empty();
  }

  /** Why a sequence cannot be used, if there is one that cannot. */
  Optional<ImportFailed> refusedSequence() {
    return sequences.values().stream()
        .flatMap(images ->
            images instanceof Images.Refused refused ? Stream.of(refused.why()) : Stream.empty())
        .findFirst();
  }

  private List<String> clips(String url) {
    return List.copyOf(clips.getOrDefault(url, Set.of()));
  }

  /** The files that were found by their names; of an image sequence its first image. */
  List<FoundMedia> found() {
    List<FoundMedia> found = new ArrayList<>();
    byUrl.forEach((url, location) -> add(url, location, found));
    sequences.forEach((sequence, images) -> {
      if (images instanceof Images.Located(var all)) {
        add(ImageSequenceImport.url(sequence, 0), all.getFirst(), found);
      }
    });
    return found.stream().distinct().toList();
  }

  private static void add(String url, FileLocation location, List<FoundMedia> found) {
    if (location instanceof FileLocation.FoundByName(var file)) {
      found.add(FoundMedia.of(url, file));
    }
  }
}
