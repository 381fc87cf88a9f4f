package io.patchwork.schema.job;

import org.jspecify.annotations.Nullable;

/**
 * Deletes what is older than a policy says and is reached by no current manifest, plan or lineage.
 *
 * @param dryRun whether only to report what would be deleted; null for no
 */
public record Retention(DeleteAfterDays deleteAfterDays, @Nullable Boolean dryRun) implements Job {

  /**
   * Ages in days by kind of object; a kind that is null is kept for ever.
   *
   * @param segments rendered segments and soundtracks that no kept plan names
   * @param text rasterized titles, credit rolls and subtitles that no kept plan names
   * @param timelines submitted timelines; a copy lies beside each render
   * @param revisions revisions of renders that are not current
   * @param contents earlier contents and manifests of assets that no kept lineage names, and what
   *     was measured of contents that no asset has any more
   * @param chunks chunks of long uploads
   * @param jobs records of jobs that ended
   * @param reports reports of deletions
   */
  public record DeleteAfterDays(
      @Nullable Integer segments,
      @Nullable Integer text,
      @Nullable Integer timelines,
      @Nullable Integer revisions,
      @Nullable Integer contents,
      @Nullable Integer chunks,
      @Nullable Integer jobs,
      @Nullable Integer reports) {}

  /** Whether nothing is deleted. */
  public boolean isDryRun() {
    return Boolean.TRUE.equals(dryRun);
  }
}
