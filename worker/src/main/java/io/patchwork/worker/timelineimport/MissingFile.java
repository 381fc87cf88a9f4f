package io.patchwork.worker.timelineimport;

import java.nio.file.Path;
import java.util.List;

/**
 * A media file that a timeline names and that is nowhere to be found.
 *
 * @param url as the timeline has it; empty for clips that name no file
 * @param clips names of the clips that use it, in document order, each once
 * @param sameName files of its name in the folders that were searched, of which none is nearer than
 *     another; empty if there is none
 */
public record MissingFile(String url, List<String> clips, List<String> sameName) {

  private static final int MAX_NAMED = 10;

  public MissingFile {
    clips = List.copyOf(clips);
    sameName = List.copyOf(sameName);
  }

  static MissingFile of(String url, List<String> clips, List<Path> sameName) {
    return new MissingFile(url, clips, sameName.stream().map(Path::toString).toList());
  }

  /** For clips whose media is missing in the editor, too; none where there are none. */
  static List<MissingFile> unlinked(List<String> clips) {
    return clips.isEmpty() ? List.of() : List.of(new MissingFile("", clips, List.of()));
  }

  /** A phrase that names the file, its clips, and the files of its name. */
  String phrase() {
    String text = (url.isEmpty() ? "no file" : url) + " (" + usedBy() + ")";
    return sameName.isEmpty()
        ? text
        : text + ": --media has several files of its name, " + some(sameName);
  }

  private String usedBy() {
    return (clips.size() == 1 ? "clip " : "clips ")
        + some(clips.stream().map(clip -> '"' + clip + '"').toList());
  }

  private static String some(List<String> all) {
    String named = String.join(", ", all.subList(0, Math.min(MAX_NAMED, all.size())));
    return all.size() > MAX_NAMED ? named + " and " + (all.size() - MAX_NAMED) + " more" : named;
  }
}
