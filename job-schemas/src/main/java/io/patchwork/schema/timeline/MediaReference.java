package io.patchwork.schema.timeline;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.TimeRange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where a clip's media is. */
public sealed interface MediaReference {

  /** The key of a clip's only reference. */
  String DEFAULT = "DEFAULT_MEDIA";

  /** The media's own range, which a clip's source range lies in; absent where unknown. */
  @Nullable TimeRange availableRange();

  /** A file, an object, an asset. */
  record External(String targetUrl, @Nullable TimeRange availableRange) implements MediaReference {}

  /**
   * Media that is known to be absent.
   *
   * @param why as a sentence
   */
  record Missing(String why, @Nullable TimeRange availableRange) implements MediaReference {}

  /**
   * A picture that a program draws.
   *
   * @param kind its name among editors, as in {@code SolidColor} or {@code SMPTEBars}
   * @param parameters as they stand in the document
   */
  record Generator(String kind, JsonNode parameters, @Nullable TimeRange availableRange)
      implements MediaReference {}

  /** Words, drawn here. */
  record TitleReference(Title title, @Nullable TimeRange availableRange)
      implements MediaReference {}

  /**
   * Everybody who is in the film, rolling by.
   *
   * @param title how the words look; its text stands above them
   */
  record Credits(Title title, @Nullable TimeRange availableRange) implements MediaReference {}

  /**
   * Numbered pictures.
   *
   * @param step between numbers of neighbouring pictures
   * @param padding digits that a number has at least
   * @param rate pictures a second, every {@code step}th number being one
   * @param isHeld whether the picture before stands for one that is missing
   */
  record ImageSequence(
      String base,
      String prefix,
      String suffix,
      long first,
      int step,
      FrameRate rate,
      int padding,
      boolean isHeld,
      @Nullable TimeRange availableRange)
      implements MediaReference {}

  /** Media of a kind that is not known here. */
  record Other(String schema, @Nullable TimeRange availableRange) implements MediaReference {}
}
