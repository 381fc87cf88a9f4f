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
 * Which stretches need not be encoded: where nothing is done to a clip, and its asset has a
 * rendition that is encoded as the render would encode it, and no worse, whole groups of pictures
 * are taken from there.
 */
public final class SmartCopy {

  private final Map<Id, Artifact> variants;

  private SmartCopy(Map<Id, Artifact> variants) {
    this.variants = Map.copyOf(variants);
  }

  /** What an encoder tells a decoder before the first frame. */
  public interface ParameterSets {
    /** Their digest. */
    Sha256 of(VideoCoding coding) throws Failure, InterruptedException;
  }

  /** Nothing is copied. */
  public static SmartCopy nothing() {
    return new SmartCopy(Map.of());
  }

  /**
   * From the renditions of an edit's assets.
   *
   * @param isThere whether a rendition still lies where its asset's manifest says
   * @param sets asked only where something might be copied
   */
  public static SmartCopy of(
      ResolvedTimeline edit, VideoCoding coding, Predicate<Artifact> isThere, ParameterSets sets)
      throws Failure, InterruptedException {
    Map<Id, List<Artifact>> alike = new HashMap<>();
    for (Media media : Set.copyOf(edit.pictures().values())) {
      if (media instanceof Media.OfAsset(SourceMedia source)) {
        List<Artifact> variants =
            source.variants().stream()
                .filter(rung -> isAlike(rung, coding) && isThere.test(rung))
                .toList();
        if (!variants.isEmpty()) {
          alike.put(source.asset(), variants);
        }
      }
    }
    Map<Id, Artifact> chosen = new HashMap<>();
    if (!alike.isEmpty()) {
      Sha256 ours = sets.of(coding);
      alike.forEach((asset, variants) ->
          variants.stream()
              .filter(rung -> sets(rung).equals(ours))
              .findFirst()
              .ifPresent(rung -> chosen.put(asset, rung)));
    }
    return new SmartCopy(chosen);
  }

  private static boolean isAlike(Artifact rung, VideoCoding coding) {
    Artifact.Coding made = rung.coding();
    return made != null
        && rung.width() != null
        && rung.width() == coding.size().width()
        && rung.height() != null
        && rung.height() == coding.size().height()
        && made.codec().equals(coding.codec().name())
        && made.rate().equals(coding.rate())
        && made.gopFrames() == coding.gopFrames()
        && made.crf() <= coding.crf();
  }

  private static Sha256 sets(Artifact rung) {
    if (rung.coding() == null) {
      throw new IllegalStateException("nothing is known of how " + rung.key() + " is encoded");
    }
    return rung.coding().parameterSets();
  }

  /** Where the rendition lies that groups are copied from. */
  String address(CopiedGops gops) {
    return Objects.requireNonNull(variants.get(gops.asset()), "groups of nobody").key();
  }

  /**
   * Groups that can be copied into a shot.
   *
   * @param at frames of the shot before them
   */
  record Found(long at, CopiedGops gops) {}

  /** The whole groups in a shot that nothing is done to. */
  Optional<Found> in(Shot shot, VideoCoding coding) {
    if (shot.layers().size() != 1
        || !(shot.layers().getFirst().picture() instanceof LayerContent.Video shown)
        || !isUntouched(shot.layers().getFirst(), shown, coding)
        || variants.get(shown.asset()) == null) {
      return Optional.empty();
    }
    Artifact rung = variants.get(shown.asset());
    long there = rung.frameCount() == null ? 0 : rung.frameCount();
    long begins = shown.retime().first().floor().longValueExact();
    long ends = begins + shot.frames();
    long first = Math.max(0, Math.ceilDiv(begins, coding.gopFrames()) * coding.gopFrames());
    // The last group of a rendition is whole where the rendition ends.
    long end = ends >= there ? there : Math.floorDiv(ends, coding.gopFrames()) * coding.gopFrames();
    return end <= first
        ? Optional.empty()
        : Optional.of(
            new Found(
                first - begins,
                new CopiedGops(
                    shown.asset(), rung.sha256(), sets(rung), coding.rate(), first, end - first)));
  }

  private static boolean isUntouched(Layer layer, LayerContent.Video shown, VideoCoding coding) {
    Retime retime = shown.retime();
    FitRect fitting = FitRect.of(shown.stream(), layer, coding.size());
    return layer.isUntouched()
        // What can be seen through lies over black; in renditions it is only left out.
        && !PixelFormat.hasAlpha(shown.stream().pixelFormat())
        && retime.isPlain()
        && retime.grid().equals(coding.rate())
        && HouseFormat.rate(shown.stream()).equals(coding.rate())
        && fitting.size().equals(coding.size())
        && fitting.scaled().equals(coding.size());
  }
}
