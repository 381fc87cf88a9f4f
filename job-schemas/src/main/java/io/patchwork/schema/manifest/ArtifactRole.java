package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an artifact is for. */
public enum ArtifactRole {
  /** All of a source in one file; of a still, one of its sizes and formats. */
  RENDITION,
  /** The picture in one size of a ladder, as a playlist lists it. */
  VARIANT,
  /** The sound at one rate, as a playlist lists it. */
  AUDIO,
  /** The sound without loss, from which others are encoded. */
  MEZZANINE,
  /** The HLS playlist that a player opens. */
  HLS,
  /** The HLS playlist of one variant, sound or subtitle track. */
  HLS_MEDIA,
  /** The DASH manifest. */
  DASH,
  POSTER,
  STORYBOARD,
  /** Where on a storyboard's sheet which second is, in WebVTT. */
  STORYBOARD_INDEX,
  /** A short moving picture. */
  PREVIEW,
  WAVEFORM,
  /** The peaks that a waveform is drawn of. */
  WAVEFORM_DATA,
  /** When which frame is shown, of a video of varying rate. */
  FRAME_INDEX,
  /** One page of a document. */
  PAGE,
  /** The words of a document. */
  TEXT,
  /** The film, sound or pictures that a render made. */
  RENDER,
  /** Whose work is where in a render. */
  LINEAGE,
  /** One subtitle track of a render. */
  SUBTITLES;

  /** On the wire, as in {@code hls-media}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
