package io.patchwork.worker.timelineimport;

import java.nio.file.Path;
import java.util.List;

/**
 * Which files of this machine a timeline may name.
 *
 * @param folders below which they must lie, where not any may be named
 * @param maxBytes of a file in an archive
 */
public record AllowedFiles(boolean isAnyAllowed, List<Path> folders, long maxBytes) {

  public AllowedFiles {
    folders = List.copyOf(folders);
  }

  /** Any file, as on a person's own machine. */
  public static AllowedFiles any(long maxBytes) {
    return new AllowedFiles(true, List.of(), maxBytes);
  }

  /** Files below some folders, as an operator allows them. */
  public static AllowedFiles below(List<Path> folders, long maxBytes) {
    return new AllowedFiles(false, folders, maxBytes);
  }

  /**
   * Whether a file may be named.
   *
   * @param file without symbolic links
   */
  boolean isAllowed(Path file) {
    return isAnyAllowed || folders.stream().anyMatch(file::startsWith);
  }
}
