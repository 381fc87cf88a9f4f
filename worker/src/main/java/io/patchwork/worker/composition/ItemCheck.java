package io.patchwork.worker.composition;

import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Composition;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.TimeRanges;
import io.patchwork.schema.timeline.VideoTreatment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Warns of treatments that an item cannot have, and of ranges with nothing in them. */
final class ItemCheck {

  private final Diagnostics diagnostics;

  ItemCheck(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Checks an item but for its media. */
  void check(Item item, String where) {
    if (item instanceof Composition composition) {
      checkRange(composition, where);
    }
    checkTreatment(item, where);
  }

  /** Warns of a track or stack whose source range lies outside of what is in it. */
  void checkRange(Composition composition, String where) {
    Optional<TimeRange> content = TimeRanges.available(composition);
    @Nullable TimeRange range = composition.sourceRange();
    if (range == null || range.isEmpty() || content.isEmpty() || content.get().isEmpty()) {
      return;
    }
    if (range.intersect(content.get()).isEmpty()) {
      diagnostics.warn(
          where
              + " shows nothing, because its range (source_range) "
              + (range.start().isNegative()
                  ? "ends before its first item"
                  : "begins at "
                      + range.start().toClock()
                      + ", after its last item, which ends at "
                      + content.get().duration().toClock())
              + ". Count the range from 0:00:00.000, which is where its first item begins, or remove"
              + " it.");
    }
  }

  /**
   * Warns of a fit, crop or zoom on an item without an aspect ratio of its own, and of a rectangle
   * on text.
   */
  private void checkTreatment(Item item, String where) {
    VideoTreatment look = item.common().treatment().look();
    boolean isText =
        item instanceof Clip clip
            && (clip.media() instanceof MediaReference.TitleReference
                || clip.media() instanceof MediaReference.Credits);
    boolean isShaped =
        look.fit() != VideoTreatment.Fit.CONTAIN
            || !look.crop().isWhole()
            || !look.zoom().equals(VideoTreatment.Zoom.NONE);
    if (isShaped && (isText || !(item instanceof Clip))) {
      diagnostics.warn(
          "The fit, crop and zoom of "
              + where
              + " are not rendered; "
              + (isText
                  ? "set the size and the box of the text instead."
                  : "set them on the clips in it instead."));
    }
    if (isText && !look.rectangle().isWhole()) {
      diagnostics.warn(
          "The rectangle of " + where + " is not rendered; set the box of the text instead.");
    }
    if (isText && !look.transform().isNone()) {
      diagnostics.warn(
          "The scale and position of "
              + where
              + " are not rendered; set the box of the text instead.");
    }
  }
}
