package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.Product;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a content is recognised by: the hashes of its picture or of its frames, and of its sound, in
 * one document that is never changed.
 *
 * @param isWhole whether that is all there is in the content; what is known of a half, because the
 *     other could not be decoded, is no document of the content
 */
public record Prints(
    Sha256 sha256,
    @Nullable StillLook still,
    @Nullable FrameSamples frames,
    @Nullable SoundSamples sound,
    boolean isWhole)
    implements FingerprintSpec {

  /** The prints of a source. */
  public static List<ArtifactSpec> plan(MediaInfo info, Sha256 sha256) {
    if (info.kind() == MediaKind.DOCUMENT) {
      return List.of(new TextPrints(sha256));
    }
    @Nullable VideoStream picture = info.picture().orElse(null);
    @Nullable AudioStream sound = info.sound().orElse(null);
    boolean isStill = info.kind() == MediaKind.IMAGE;
    return List.of(
        new Prints(
            sha256,
            picture != null && isStill ? StillLook.of(picture) : null,
            picture != null && !isStill ? FrameSamples.of(picture) : null,
            sound == null ? null : SoundSamples.of(sound),
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
  public List<ArtifactSpec> fallbacks() {
    return frames == null || sound == null
        ? List.of()
        : List.of(
            new Prints(sha256, null, frames, null, false),
            new Prints(sha256, null, null, sound, false));
  }

  @Override
  public List<Product> products() {
    List<Product> products = new ArrayList<>();
    if (still != null) {
      products.add(still.product());
    }
    if (frames != null) {
      products.add(frames.product());
    }
    if (sound != null) {
      products.addAll(sound.products());
    }
    return products;
  }
}
