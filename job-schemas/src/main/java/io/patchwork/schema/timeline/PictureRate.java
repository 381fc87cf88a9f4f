package io.patchwork.schema.timeline;

import io.patchwork.schema.time.FrameRate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The frame rate that the times of a document are counted at: that of its first picture, or of its
 * first sound where it has no picture. Time bases and sample rates are none. For one document.
 */
final class PictureRate {

  private static final FrameRate ASSUMED = FrameRate.of(25, 1);

  private @Nullable FrameRate ofPictures;
  private @Nullable FrameRate ofOthers;
  private boolean hasPictures;

  /** The rate of pictures that a number is, 5 to 240 a second. */
  private static Optional<FrameRate> ofPictures(BigDecimal number) {
    try {
      return TimeReader.isBounded(number)
          ? Optional.of(FrameRate.nearest(number)).filter(FrameRate::isOfPictures)
          : Optional.empty();
    } catch (IllegalArgumentException noFrameRate) {
      return Optional.empty();
    }
  }

  /** Notes the rate of the ranges of an item. */
  void note(JsonNode item, boolean isPicture) {
    if (isPicture ? ofPictures != null : ofOthers != null) {
      return;
    }
    JsonNode media =
        item.path("media_references")
            .path(item.path("active_media_reference_key").asString(MediaReference.DEFAULT));
    for (JsonNode range : List.of(item.path("source_range"), media.path("available_range"))) {
      JsonNode rate = range.path("duration").path("rate");
      if (!TimeReader.isFinite(rate)) {
        continue;
      }
      hasPictures |= isPicture;
      Optional<FrameRate> found = ofPictures(rate.decimalValue());
      if (found.isPresent() && isPicture) {
        ofPictures = found.get();
        return;
      }
      if (found.isPresent()) {
        ofOthers = found.get();
        return;
      }
    }
  }

  /** Whether the document has none. */
  boolean isAssumed() {
    return hasPictures ? ofPictures == null : ofPictures == null && ofOthers == null;
  }

  /** The rate, 25 where the document has none. */
  FrameRate orAssumed() {
    @Nullable FrameRate found = hasPictures ? ofPictures : ofOthers;
    return found == null ? ASSUMED : found;
  }
}
