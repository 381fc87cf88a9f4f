package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprints of a content: hashes of its image or of its frames, and of its audio, in one
 * immutable document.
 *
 * @param isWhole whether video and audio are both covered; fingerprints of a half, because the
 *     other could not be decoded, are not stored as the content's
 */
public record MediaFingerprints(
    Sha256 sha256,
    @Nullable StillHashInput still,
    @Nullable FrameSamples frames,
    @Nullable AudioHashInput audio,
    boolean isWhole)
    implements FingerprintSpec {

  /** The fingerprints of a source. */
  public static List<ArtifactSpec> plan(MediaInfo info, Sha256 sha256) {
    if (info.kind() == MediaKind.DOCUMENT) {
      return List.of(new TextFingerprints(sha256));
    }
    @Nullable VideoStream video = info.videoStream().orElse(null);
    @Nullable AudioStream audio = info.audioStream().orElse(null);
    boolean isStill = info.kind() == MediaKind.IMAGE;
    return List.of(
        new MediaFingerprints(
            sha256,
            video != null && isStill ? StillHashInput.of(video) : null,
            video != null && !isStill ? FrameSamples.of(video) : null,
            audio == null ? null : AudioHashInput.of(audio),
            true));
  }

  @Override
  public String kind() {
    return "fingerprint";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public String madeOf() {
    return frames == null ? "sound" : "picture";
  }

  @Override
  public List<ArtifactSpec> fallbacks() {
    return frames == null || audio == null
        ? List.of()
        : List.of(
            new MediaFingerprints(sha256, null, frames, null, false),
            new MediaFingerprints(sha256, null, null, audio, false));
  }

  @Override
  public List<OutputSpec> outputs() {
    List<OutputSpec> outputs = new ArrayList<>();
    if (still != null) {
      outputs.add(still.output());
    }
    if (frames != null) {
      outputs.add(frames.output());
    }
    if (audio != null) {
      outputs.addAll(audio.outputs());
    }
    return outputs;
  }
}
