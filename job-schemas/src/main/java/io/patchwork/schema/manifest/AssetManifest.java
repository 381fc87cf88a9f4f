package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about one content of one asset; immutable, stored under the content's digest.
 *
 * @param sha256 digest of the content
 * @param original key or URI of the uploaded object
 * @param bytes size of the content
 * @param loudness of the sound, where there is one
 * @param placeholder BlurHash of the picture, or of a video's poster
 * @param profile the ladder profile that the renditions were made by
 * @param warnings what a person should know about the content, as sentences
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
    List<String> warnings) {

  public static final String FORMAT = "patchwork.manifest/1";

  public AssetManifest {
    contributors = List.copyOf(contributors);
    resources = List.copyOf(resources);
    artifacts = List.copyOf(artifacts);
    warnings = List.copyOf(warnings);
  }
}
