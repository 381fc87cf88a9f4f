package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An asset that a timeline uses, pinned to its current content.
 *
 * @param original key or URI of the content
 * @param frameIndexKey key of its frame index; null where it has none
 * @param variants its renditions whose coding is known
 * @param work title, licence and identifiers; null where nobody gave any
 * @param inside the renders that are in it
 * @param proxy rendition to show where FFmpeg cannot decode the content
 * @param text of a document, in UTF-8
 * @param mezzanine its audio from the first frame on, lossless at 48 kHz; null where there is none
 */
public record SourceMedia(
    Id asset,
    Sha256 sha256,
    String original,
    MediaInfo info,
    @Nullable String frameIndexKey,
    List<Artifact> variants,
    @Nullable Artifact mezzanine,
    @Nullable Artifact text,
    List<Contributor> contributors,
    List<Id> resources,
    @Nullable WorkDetails work,
    InRenders inside,
    @Nullable ProxyMedia proxy) {

  public SourceMedia {
    variants = List.copyOf(variants);
    contributors = List.copyOf(contributors);
    resources = List.copyOf(resources);
  }

  /** The asset that a manifest describes. */
  public static SourceMedia of(AssetManifest manifest) {
    return new SourceMedia(
        manifest.asset(),
        manifest.sha256(),
        manifest.original(),
        manifest.media(),
        manifest.artifacts().stream()
            .filter(artifact -> artifact.role() == ArtifactRole.FRAME_INDEX)
            .map(Artifact::key)
            .findFirst()
            .orElse(null),
        manifest.artifacts().stream().filter(artifact -> artifact.coding() != null).toList(),
        artifact(manifest, ArtifactRole.MEZZANINE),
        artifact(manifest, ArtifactRole.TEXT),
        manifest.contributors(),
        manifest.resources(),
        manifest.work(),
        InRenders.NONE,
        ProxyMedia.of(manifest).orElse(null));
  }

  /** The same asset with renders in it. */
  public SourceMedia with(InRenders renders) {
    return new SourceMedia(
        asset,
        sha256,
        original,
        info,
        frameIndexKey,
        variants,
        mezzanine,
        text,
        contributors,
        resources,
        work,
        renders,
        proxy);
  }

  private static @Nullable Artifact artifact(AssetManifest manifest, ArtifactRole role) {
    return manifest.artifacts().stream()
        .filter(artifact -> artifact.role() == role)
        .findFirst()
        .orElse(null);
  }

  /** Duration of its audio, from its first frame on; null where unknown. */
  @Nullable RationalTime audioDuration() {
    return mezzanine != null && mezzanine.duration() != null
        ? mezzanine.duration()
        : info.duration();
  }

  /** The demuxer that reads the content. */
  public Demuxer demuxer() {
    return Demuxer.forMediaType(info.mediaType()).orElseThrow();
  }
}
