package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.PixelFormat;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * The measured alpha of the layers of a shot, frame by frame; each is looked up once. For one shot.
 */
final class ShotAlpha {

  private final AlphaMeasurements measurements;
  private final FrameRate rate;
  private final FrameSize frame;
  private final long frames;
  private final Set<Sha256> films;
  private final IdentityHashMap<LayerContent, Optional<AlphaFrames>> known =
      new IdentityHashMap<>();

  ShotAlpha(
      AlphaMeasurements measurements,
      FrameRate rate,
      FrameSize frame,
      long frames,
      Set<Sha256> films) {
    this.measurements = measurements;
    this.rate = rate;
    this.frame = frame;
    this.frames = frames;
    this.films = films;
  }

  /** The alpha of an asset's frames; empty where it has none or nobody measured it. */
  Optional<AlphaFrames> frames(LayerContent.OfAsset content) {
    return known.computeIfAbsent(content, each -> find(content));
  }

  private Optional<AlphaFrames> find(LayerContent.OfAsset content) {
    if (!PixelFormat.hasAlpha(content.stream().pixelFormat())) {
      return Optional.empty();
    }
    return measurements
        .asset(content.sha256())
        .map(measured ->
            switch (content) {
              case LayerContent.Video video ->
                  AlphaFrames.of(measured.track(), video.retime(), frames);
              case LayerContent.Still _ -> AlphaFrames.constant(measured.track(), frames);
            });
  }

  /** Whether a picture is one of a film of ours, whose own parts take its place. */
  boolean isFilm(LayerContent.OfAsset content) {
    return films.contains(content.sha256());
  }

  AlphaMeasurements measurements() {
    return measurements;
  }

  FrameSize frame() {
    return frame;
  }

  Fraction frameAspect() {
    return Fraction.of(frame.width(), frame.height());
  }

  /** How far into the shot a time is, 0 to 1. */
  Fraction progress(RationalTime time) {
    return inFrames(time).dividedBy(Fraction.of(frames));
  }

  /** The beginning of the frame whose beginning is nearest to a time, of two the later. */
  RationalTime nearestFrame(RationalTime time) {
    return RationalTime.ofFrames(time.nearestFrame(rate), rate);
  }

  /** A time in frames, whole or not. */
  Fraction inFrames(RationalTime time) {
    return time.seconds().times(rate.perSecond());
  }
}
