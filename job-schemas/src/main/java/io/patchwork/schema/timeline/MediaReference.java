package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.TimeRange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The media reference of a clip. */
public sealed interface MediaReference {

  /** The key of a clip's default reference. */
  String DEFAULT = "DEFAULT_MEDIA";

  /** The available range of the media; null where unknown. */
  @Nullable TimeRange availableRange();

  /** A file, a store object or an asset, by URL. */
  record External(String targetUrl, @Nullable TimeRange availableRange) implements MediaReference {}

  /**
   * Missing media.
   *
   * @param why as a sentence
   */
  record Missing(String why, @Nullable TimeRange availableRange) implements MediaReference {}

  /**
   * Video that a generator draws.
   *
   * @param kind the editor's {@code generator_kind}, as in {@code SolidColor} or {@code SMPTEBars}
   * @param parameters as in the document
   */
  record Generator(String kind, JsonNode parameters, @Nullable TimeRange availableRange)
      implements MediaReference {}

  /** A title. */
  record TitleReference(Title title, @Nullable Id author, @Nullable TimeRange availableRange)
      implements MediaReference {}

  /**
   * A credit roll of everybody who is in the film.
   *
   * @param title its style; its text is the first line
   */
  record Credits(Title title, @Nullable TimeRange availableRange) implements MediaReference {}

  /**
   * A reference to numbered image files that play as video (OpenTimelineIO's {@code
   * ImageSequenceReference}).
   *
   * @param step between the numbers of consecutive images
   * @param padding least number of digits
   * @param rate images per second
   * @param isHeld whether a missing image is replaced by the one before it
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

  /** A reference of an unknown schema. */
  record Other(String schema, @Nullable TimeRange availableRange) implements MediaReference {}
}
