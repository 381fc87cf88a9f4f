package io.patchwork.worker.timelineimport;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of this machine that a timeline may name.
 *
 * @param folders that files must be in, unless any is allowed
 * @param maxBytes largest file in an archive
 */
public record AllowedFiles(boolean isAnyAllowed, List<Path> folders, long maxBytes) {

  public AllowedFiles {
    folders = List.copyOf(folders);
  }

  /** Any file, for a cluster on one machine. */
  public static AllowedFiles any(long maxBytes) {
    return new AllowedFiles(true, List.of(), maxBytes);
  }

  /** Files in folders that the operator allows. */
  public static AllowedFiles below(List<Path> folders, long maxBytes) {
    return new AllowedFiles(false, folders, maxBytes);
  }

  /**
   * Whether a file may be named.
   *
   * @param file real path, without symbolic links
   */
  boolean isAllowed(Path file) {
    return isAnyAllowed || folders.stream().anyMatch(file::startsWith);
  }
}
