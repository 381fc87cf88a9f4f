package io.patchwork.worker.artifact;

import java.util.List;

/**
 * What is recorded of a chunk that is done.
 *
 * @param files for whoever joins the chunks
 * @param warnings what a person should know, as sentences
 */
record ChunkRecord(List<SavedFile> files, List<String> warnings) {

  /**
   * One file of a chunk.
   *
   * @param kind of the spec whose builder takes it
   * @param file what the builder calls it
   * @param key where it lies in the store
   */
  record SavedFile(String kind, String file, String key) {}

  ChunkRecord {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /** What was saved for the builder of a spec. */
  List<SavedFile> of(String kind) {
    return files.stream().filter(file -> file.kind().equals(kind)).toList();
  }
}
