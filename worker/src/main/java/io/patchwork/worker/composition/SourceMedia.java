package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An asset that a timeline uses, pinned to the content that it has now.
 *
 * @param original the address of the content
 * @param frames where it lies where its frames are, where that is known
 * @param variants its renditions of which it is known how they are encoded
 * @param render which render it is, where it is one
 * @param nestedContributors who is in that one
 * @param proxy what is shown where FFmpeg does not read the content
 * @param text of a document, in UTF-8
 * @param mezzanine its sound from the first frame on, lossless at 48 kHz, where it was made
 */
public record SourceMedia(
    Id asset,
    Sha256 sha256,
    String original,
    MediaInfo info,
    @Nullable String frames,
    List<Artifact> variants,
    @Nullable Artifact mezzanine,
    @Nullable Artifact text,
    List<Contributor> contributors,
    List<Id> resources,
    @Nullable RenderRevision render,
    List<Contributor> nestedContributors,
    @Nullable ProxyMedia proxy) {

  public SourceMedia {
    variants = List.copyOf(variants);
    contributors = List.copyOf(contributors);
    nestedContributors = List.copyOf(nestedContributors);
    resources = List.copyOf(resources);
  }

  /** The content that a manifest describes. */
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
        null,
        List.of(),
        ProxyMedia.of(manifest).orElse(null));
  }

  private static @Nullable Artifact artifact(AssetManifest manifest, ArtifactRole role) {
    return manifest.artifacts().stream()
        .filter(artifact -> artifact.role() == role)
        .findFirst()
        .orElse(null);
  }

  /** The same, known to be the output of a render. */
  public SourceMedia of(RenderRevision made, List<Contributor> people) {
    return new SourceMedia(
        asset,
        sha256,
        original,
        info,
        frames,
        variants,
        mezzanine,
        text,
        contributors,
        resources,
        made,
        people,
        proxy);
  }

  /** How long its sound is, from its first frame on; null where nobody knows. */
  @Nullable RationalTime heard() {
    return mezzanine != null && mezzanine.duration() != null
        ? mezzanine.duration()
        : info.duration();
  }

  /** What reads the content. */
  public Demuxer demuxer() {
    return Demuxer.forMediaType(info.mediaType()).orElseThrow();
  }
}
