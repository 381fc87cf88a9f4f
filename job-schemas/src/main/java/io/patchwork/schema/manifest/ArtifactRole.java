package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an artifact is for. */
public enum ArtifactRole {
  /** A whole source in one file; of a still, one size and format. */
  RENDITION,
  /** The video at one size of a ladder, as an HLS playlist lists it. */
  VARIANT,
  /** The audio at one bit rate, as a playlist lists it. */
  AUDIO,
  /** The lossless audio that others are encoded from. */
  MEZZANINE,
  /** The HLS multivariant playlist, which a player opens. */
  HLS,
  /** The HLS media playlist of one variant, audio or subtitle track. */
  HLS_MEDIA,
  /** The DASH manifest. */
  DASH,
  POSTER,
  STORYBOARD,
  /** The positions of a storyboard's tiles by time, in WebVTT. */
  STORYBOARD_INDEX,
  /** A short animation. */
  PREVIEW,
  WAVEFORM,
  /** The peaks that a waveform is drawn from. */
  WAVEFORM_DATA,
  /** The times and offsets of a video's frames. */
  FRAME_INDEX,
  /** The measured alpha of a video or still. */
  ALPHA,
  /** One page of a document. */
  PAGE,
  /** The text of a document. */
  TEXT,
  /** The film, audio or images of a render. */
  RENDER,
  /** The lineage of a render. */
  LINEAGE,
  /** One subtitle track of a render. */
  SUBTITLES,
  /** The draft of a proposal. */
  PROPOSAL,
  /** The lines of a proposal, in CSV. */
  PROPOSAL_LINES,
  /** What each payee gets by a proposal, in CSV. */
  PROPOSAL_PAYEES,
  /** A proposal for people to read and print. */
  PROPOSAL_PAGE,
  /** What a job deleted, and what it kept and why. */
  DELETION_REPORT;

  /** On the wire, as in {@code hls-media}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
