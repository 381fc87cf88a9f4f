package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Import of a timeline or of a file that it names failed; the message is a sentence for a person.
 */
public final class ImportFailed extends Exception {

  private final @Nullable FailureCode code;
  private final transient List<MissingFile> missing;

  private ImportFailed(
      @Nullable FailureCode code,
      String sentence,
      List<MissingFile> missing,
      @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
    this.missing = List.copyOf(missing);
  }

  private ImportFailed(@Nullable FailureCode code, String sentence, @Nullable Throwable cause) {
    this(code, sentence, List.of(), cause);
  }

  ImportFailed(FailureCode code, String sentence) {
    this(code, sentence, null);
  }

  /** From a failure of FFmpeg or of a work folder. */
  static ImportFailed of(Failure failure, String what) {
    return new ImportFailed(failure.code(), what + failure.sentence(), failure);
  }

  /** For a file that cannot be read. */
  static ImportFailed unreadable(String what, IOException cause) {
    return new ImportFailed(
        null, what + "; check its permissions and the free space of the disk.", cause);
  }

  /**
   * For files that are missing, one or more.
   *
   * @param unlinked names of clips whose media is missing in the editor, too
   */
  static ImportFailed missing(List<MissingFile> files, List<String> unlinked) {
    if (!unlinked.isEmpty()) {
      List<MissingFile> all = new ArrayList<>(files);
      all.addAll(MissingFile.unlinked(unlinked));
      return new ImportFailed(
          FailureCode.MISSING_MEDIA,
          "Files of the timeline are missing: put them where it says, or name their folder with"
              + " --media DIR. Clips of the timeline have no file: relink them in the editor. To"
              + " render without them all, show slates with --placeholders.",
          all,
          null);
    }
    String sentence =
        files.size() > 1
            ? "The timeline names "
                + files.size()
                + " files that are missing; put them there, name a folder that has them with"
                + " --media"
                + " DIR, or show slates with --placeholders."
            : "The timeline names a file that is missing, "
                + files.getFirst().phrase()
                + (files.getFirst().sameName().isEmpty()
                    ? "; put it there, name a folder that has it with --media DIR, or show a slate"
                        + " with --placeholders."
                    : "; name only the folder of the one that is meant, or relink the clip.");
    return new ImportFailed(FailureCode.MISSING_MEDIA, sentence, files, null);
  }

  /**
   * For an image of a sequence that is missing.
   *
   * @param url of the image
   */
  static ImportFailed missingImage(String url) {
    return new ImportFailed(
        FailureCode.MISSING_MEDIA,
        "Image "
            + url
            + " of the sequence is missing; add it, or set missing_frame_policy to hold.",
        List.of(new MissingFile(url, List.of(), List.of())),
        null);
  }

  /** For a media reference that names no file, object or asset. */
  static ImportFailed unusable(String url) {
    return new ImportFailed(
        FailureCode.MISSING_MEDIA,
        "The timeline names \""
            + url
            + "\", which is not a file, object or asset; relink the"
            + " clip.");
  }

  /** For a file whose ingest was cancelled. */
  static ImportFailed cancelled(String url) {
    return new ImportFailed(
        null, "The ingest of " + url + " was cancelled; run the same command to ingest it.", null);
  }

  /** The failure code; empty for a disk error of this machine or a cancellation. */
  public Optional<FailureCode> code() {
    return Optional.ofNullable(code);
  }

  /** The files that are missing, where that is why. */
  public List<MissingFile> missing() {
    return missing;
  }

  /** A phrase for each missing file that the sentence does not name. */
  public List<String> more() {
    return missing.size() < 2 ? List.of() : missing.stream().map(MissingFile::phrase).toList();
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
