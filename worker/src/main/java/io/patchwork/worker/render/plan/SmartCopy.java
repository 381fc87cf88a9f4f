package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.FitRect;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.composition.Shot;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.PixelFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds GOPs that can be copied instead of encoded: where a clip is shown untreated, and its asset
 * has a variant with the render's coding at no lower quality.
 */
public final class SmartCopy {

  private final Map<Id, Artifact> variants;

  private SmartCopy(Map<Id, Artifact> variants) {
    this.variants = Map.copyOf(variants);
  }

  /** Probes the parameter sets of a coding. */
  public interface ParameterSets {
    /** Their digest. */
    Sha256 of(VideoCoding coding) throws Failure, InterruptedException;
  }

  /** Nothing is copied. */
  public static SmartCopy nothing() {
    return new SmartCopy(Map.of());
  }

  /**
   * Copies from the variants of a timeline's assets.
   *
   * @param isThere whether a variant is still in the store as its manifest says
   * @param sets probed only where something might be copied
   */
  public static SmartCopy of(
      ResolvedTimeline timeline,
      VideoCoding coding,
      Predicate<Artifact> isThere,
      ParameterSets sets)
      throws Failure, InterruptedException {
    Map<Id, List<Artifact>> candidates = new HashMap<>();
    for (Media media : Set.copyOf(timeline.videoMedia().values())) {
      if (media instanceof Media.OfAsset(SourceMedia source)) {
        List<Artifact> variants =
            source.variants().stream()
                .filter(variant -> matches(variant, coding) && isThere.test(variant))
                .toList();
        if (!variants.isEmpty()) {
          candidates.put(source.asset(), variants);
        }
      }
    }
    Map<Id, Artifact> chosen = new HashMap<>();
    if (!candidates.isEmpty()) {
      Sha256 ours = sets.of(coding);
      candidates.forEach((asset, variants) ->
          variants.stream()
              .filter(variant -> sets(variant).equals(ours))
              .findFirst()
              .ifPresent(variant -> chosen.put(asset, variant)));
    }
    return new SmartCopy(chosen);
  }

  private static boolean matches(Artifact variant, VideoCoding coding) {
    Artifact.Coding coded = variant.coding();
    return coded != null
        && variant.width() != null
        && variant.width() == coding.size().width()
        && variant.height() != null
        && variant.height() == coding.size().height()
        && coded.codec().equals(coding.codec().name())
        && coded.rate().equals(coding.rate())
        && coded.gopFrames() == coding.gopFrames()
        && coded.crf() <= coding.crf();
  }

  private static Sha256 sets(Artifact variant) {
    if (variant.coding() == null) {
      throw new IllegalStateException("nothing is known of how " + variant.key() + " is encoded");
    }
    return variant.coding().parameterSets();
  }

  /** The key of the variant that GOPs are copied from. */
  String address(CopiedGops gops) {
    return Objects.requireNonNull(variants.get(gops.asset()), "groups of nobody").key();
  }

  /**
   * GOPs that can be copied into a shot.
   *
   * @param at first frame of the shot that they replace
   */
  record Found(long at, CopiedGops gops) {}

  /** The whole GOPs within a shot of one untreated video. */
  Optional<Found> in(Shot shot, VideoCoding coding) {
    if (shot.layers().size() != 1
        || !(shot.layers().getFirst().content() instanceof LayerContent.Video shown)
        || !isUntouched(shot.layers().getFirst(), shown, coding)
        || variants.get(shown.asset()) == null) {
      return Optional.empty();
    }
    Artifact variant = variants.get(shown.asset());
    long frameCount = variant.frameCount() == null ? 0 : variant.frameCount();
    long begins = shown.retime().first().floor().longValueExact();
    long ends = begins + shot.frames();
    long first = Math.max(0, Math.ceilDiv(begins, coding.gopFrames()) * coding.gopFrames());
    // The last GOP of a variant ends with the variant.
    long end =
        ends >= frameCount
            ? frameCount
            : Math.floorDiv(ends, coding.gopFrames()) * coding.gopFrames();
    return end <= first
        ? Optional.empty()
        : Optional.of(
            new Found(
                first - begins,
                new CopiedGops(
                    shown.asset(),
                    variant.sha256(),
                    sets(variant),
                    coding.rate(),
                    first,
                    end - first)));
  }

  private static boolean isUntouched(Layer layer, LayerContent.Video shown, VideoCoding coding) {
    Retime retime = shown.retime();
    FitRect rect = FitRect.of(shown.stream(), layer, coding.size());
    return layer.isUntouched()
        // A render shows alpha on black; a variant drops it.
        && !PixelFormat.hasAlpha(shown.stream().pixelFormat())
        && retime.isPlain()
        && retime.grid().equals(coding.rate())
        && HouseFormat.rate(shown.stream()).equals(coding.rate())
        && rect.size().equals(coding.size())
        && rect.scaled().equals(coding.size());
  }
}
