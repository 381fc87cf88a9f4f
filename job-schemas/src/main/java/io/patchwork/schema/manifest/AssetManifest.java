package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about one content of an asset; immutable, stored under its own digest.
 *
 * @param sha256 digest of the content
 * @param original key or URI of the uploaded object
 * @param bytes size of the content
 * @param loudness of the audio; absent without audio
 * @param placeholder BlurHash of the image or of the video's poster
 * @param profile ladder profile of the renditions
 * @param work title, licence and identifiers; absent where nobody gave any
 * @param warnings sentences for a person about the content
 */
public record AssetManifest(
    String format,
    Id asset,
    Sha256 sha256,
    String original,
    long bytes,
    MediaInfo media,
    List<Contributor> contributors,
    List<Id> resources,
    List<Artifact> artifacts,
    Fingerprints fingerprints,
    @Nullable Loudness loudness,
    @Nullable String placeholder,
    @Nullable String profile,
    @Nullable WorkDetails work,
    List<String> warnings) {

  public static final String FORMAT = "patchwork.manifest/1";

  public AssetManifest {
    contributors = List.copyOf(contributors);
    resources = List.copyOf(resources);
    artifacts = List.copyOf(artifacts);
    warnings = List.copyOf(warnings);
  }

  /** The same content with other contributors, and other details of the work. */
  public AssetManifest by(List<Contributor> people, @Nullable WorkDetails details) {
    return new AssetManifest(
        format,
        asset,
        sha256,
        original,
        bytes,
        media,
        people,
        resources,
        artifacts,
        fingerprints,
        loudness,
        placeholder,
        profile,
        details,
        warnings);
  }
}
