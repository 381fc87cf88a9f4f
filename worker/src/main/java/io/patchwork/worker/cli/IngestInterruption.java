package io.patchwork.worker.cli;

import java.util.List;
import java.util.function.IntSupplier;

/** Says what is kept of an ingest whose command is interrupted, and how to go on. */
final class IngestInterruption {

  private final ClusterOptions cluster;

  IngestInterruption(ClusterOptions cluster) {
    this.cluster = cluster;
  }

  /**
   * While files are ingested.
   *
   * @param ended how many of them are done
   */
  List<String> of(int files, IntSupplier ended) {
    if (!cluster.isLocal()) {
      return List.of(
          "The cluster goes on with the files that were sent; patchwork watch follows them.");
    }
    int done = ended.getAsInt();
    String what = files == 1 ? "the file" : done + " of " + files + " files";
    return List.of(
        done == 0
            ? "Stopped before "
                + (files == 1 ? "the file" : "the first of " + files + " files")
                + " was finished; nothing of it is kept. Run the same command to begin again."
            : "Stopped after "
                + what
                + "; "
                + (done == 1 ? "it is" : "they are")
                + " kept in "
                + cluster.place()
                + ". Run the same command to go on.");
  }

  /** While a folder is watched and no file of it is being ingested. */
  List<String> watching() {
    return List.of(
        "Stopped watching"
            + (cluster.isLocal()
                ? "; what was ingested is kept in " + cluster.place()
                : "; the cluster goes on with the files that were sent")
            + ". Run the same command to watch again.");
  }
}
