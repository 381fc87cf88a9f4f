package io.patchwork.worker.artifact;

import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.manifest.PdqHash;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts and measurements of a pass.
 *
 * @param pdq perceptual hash of the image, where one was wanted
 * @param prints key of the fingerprint document, where one was made
 * @param loudness of the audio, where it was measured
 * @param placeholder BlurHash of the image
 * @param warnings sentences for the user
 */
public record ArtifactSet(
    List<Artifact> artifacts,
    @Nullable PdqHash pdq,
    @Nullable String prints,
    @Nullable Loudness loudness,
    @Nullable String placeholder,
    List<String> warnings) {

  public static final ArtifactSet NOTHING =
      new ArtifactSet(List.of(), null, null, null, null, List.of());

  public ArtifactSet {
    artifacts = List.copyOf(artifacts);
    warnings = List.copyOf(warnings);
  }

  static ArtifactSet ofWarnings(List<String> sentences) {
    return new ArtifactSet(List.of(), null, null, null, null, sentences);
  }

  public static ArtifactSet of(Artifact... artifacts) {
    return of(List.of(artifacts), null);
  }

  public static ArtifactSet of(List<Artifact> artifacts, @Nullable Loudness loudness) {
    return new ArtifactSet(artifacts, null, null, loudness, null, List.of());
  }

  public static ArtifactSet of(@Nullable PdqHash pdq, String prints, List<String> warnings) {
    return new ArtifactSet(List.of(), pdq, prints, null, null, warnings);
  }

  public static ArtifactSet placeholder(String hash) {
    return new ArtifactSet(List.of(), null, null, null, hash, List.of());
  }

  public static ArtifactSet warning(String sentence) {
    return ofWarnings(List.of(sentence));
  }

  public ArtifactSet plus(ArtifactSet more) {
    return new ArtifactSet(
        concat(artifacts, more.artifacts),
        more.pdq == null ? pdq : more.pdq,
        more.prints == null ? prints : more.prints,
        more.loudness == null ? loudness : more.loudness,
        more.placeholder == null ? placeholder : more.placeholder,
        List.copyOf(new LinkedHashSet<>(concat(warnings, more.warnings))));
  }

  private static <T> List<T> concat(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
