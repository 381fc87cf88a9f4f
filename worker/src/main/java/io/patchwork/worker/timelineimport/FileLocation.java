package io.patchwork.worker.timelineimport;

import java.nio.file.Path;
import java.util.List;

/** Where the file of a media reference is. */
sealed interface FileLocation {

  /** Where the reference says. */
  record Named(Path file) implements FileLocation {}

  /** In the timeline's archive, under a name. */
  record InArchive(String entry) implements FileLocation {}

  /** Elsewhere, found by its name. */
  record FoundByName(Path file) implements FileLocation {}

  /**
   * Nowhere.
   *
   * @param sameName several files of its name, none nearer to what the reference says than others
   */
  record Missing(List<Path> sameName) implements FileLocation {
    public Missing {
      sameName = List.copyOf(sameName);
    }
  }
}
