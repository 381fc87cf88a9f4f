package io.patchwork.worker.artifact;

import java.util.List;

/**
 * The record of a finished chunk.
 *
 * @param files the saved outputs, for the join
 * @param warnings sentences for the user
 */
record ChunkRecord(List<SavedFile> files, List<String> warnings) {

  /**
   * One file of a chunk.
   *
   * @param kind of the spec whose builder loads it
   * @param file name of the output
   * @param key in the store
   */
  record SavedFile(String kind, String file, String key) {}

  ChunkRecord {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /** The files saved for the builder of a kind of spec. */
  List<SavedFile> of(String kind) {
    return files.stream().filter(file -> file.kind().equals(kind)).toList();
  }
}
