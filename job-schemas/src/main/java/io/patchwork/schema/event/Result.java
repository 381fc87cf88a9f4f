package io.patchwork.schema.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.Fingerprints;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a completed job. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Result.OfAsset.class, name = "asset"),
  @JsonSubTypes.Type(value = Result.OfRender.class, name = "render"),
  @JsonSubTypes.Type(value = Result.OfProposal.class, name = "proposal"),
  @JsonSubTypes.Type(value = Result.OfDeletion.class, name = "deletion")
})
public sealed interface Result {

  /**
   * The result of an ingest, transcode, thumbnail or fingerprint job.
   *
   * @param asset the asset, or a name derived from the content where the source was an object
   * @param sha256 digest of the content that the artifacts were made from
   * @param manifest key of the asset's manifest, where it has one
   */
  record OfAsset(
      Id asset,
      Sha256 sha256,
      @Nullable String manifest,
      List<Artifact> artifacts,
      @Nullable Fingerprints fingerprints,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings)
      implements Result {

    @SuppressWarnings("nullness") // an absent list arrives as null from the wire
    public OfAsset {
      artifacts = List.copyOf(artifacts);
      warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
  }

  /**
   * The result of a render job.
   *
   * @param streams streaming artifacts, where the profile asks for them: fragmented MP4 and
   *     playlists
   * @param subtitles selectable subtitles in WebVTT, one file per track
   * @param document the lineage itself, up to 32 KiB; absent beyond
   * @param frameCount number of frames in the output
   * @param warnings a sentence for each thing that was not rendered as the timeline asks
   */
  record OfRender(
      Id render,
      Sha256 revision,
      Artifact output,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Artifact> streams,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Artifact> subtitles,
      Artifact lineage,
      @Nullable Lineage document,
      long frameCount,
      SegmentCount segments,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings)
      implements Result {

    @SuppressWarnings("nullness") // an absent list arrives as null from the wire
    public OfRender {
      streams = streams == null ? List.of() : List.copyOf(streams);
      subtitles = subtitles == null ? List.of() : List.copyOf(subtitles);
      warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** The same result with another count of segments. */
    public OfRender with(SegmentCount counted) {
      return new OfRender(
          render,
          revision,
          output,
          streams,
          subtitles,
          lineage,
          document,
          frameCount,
          counted,
          warnings);
    }
  }

  /**
   * The result of a proposal job.
   *
   * @param proposal the platform's id
   * @param sha256 digest of the JSON document
   * @param amount what is divided, in {@code currency}; {@code due} and {@code held} come to it
   * @param artifacts the draft as JSON, as CSV by line and by payee, and as a page
   */
  record OfProposal(
      Id proposal,
      Sha256 sha256,
      String currency,
      String amount,
      String due,
      String held,
      List<Artifact> artifacts)
      implements Result {

    public OfProposal {
      artifacts = List.copyOf(artifacts);
    }
  }

  /**
   * The result of a forget or retention job.
   *
   * @param report what was deleted, and what was kept and why
   * @param objects number of objects that were deleted, or would be in a dry run
   * @param bytes size of these objects
   * @param kept number of entries of the report that say what was kept
   */
  record OfDeletion(Artifact report, long objects, long bytes, long kept, boolean dryRun)
      implements Result {}

  /**
   * Number of distinct segments of a render.
   *
   * @param copied copied from renditions
   * @param reused found in the store
   * @param rendered for this render
   */
  record SegmentCount(int total, int copied, int reused, int rendered) {

    /**
     * The same segments, as a job counts them.
     *
     * @param stored segments that were in the store when the job was planned, those that are copied
     *     included
     */
    public SegmentCount ofStored(int stored) {
      return new SegmentCount(total, copied, Math.max(0, stored - copied), total - stored);
    }
  }
}
