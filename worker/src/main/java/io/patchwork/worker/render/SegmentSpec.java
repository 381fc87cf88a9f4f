package io.patchwork.worker.render;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.ffmpeg.Demuxer;

/**
 * Everything that determines the pixels of a segment, and nothing else: no names, no place in the
 * film. Its canonical form's hash is the segment's key, so a field that is added changes keys by
 * itself.
 *
 * @param renderer counts changes of what this code makes of the same spec
 * @param encoder build of FFmpeg and platform
 * @param frames exactly as many come out
 */
record SegmentSpec(
    int renderer,
    String encoder,
    RenderProfile profile,
    FrameRate rate,
    long frames,
    Picture picture) {

  /** Raise it when the same spec is to give other pixels. */
  static final int RENDERER = 1;

  /** What is to be seen. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Moving.class, name = "moving"),
    @JsonSubTypes.Type(value = Still.class, name = "still"),
    @JsonSubTypes.Type(value = Black.class, name = "black")
  })
  sealed interface Picture {}

  /**
   * Frames of a video.
   *
   * @param first of the conformed frames, counted from the video's first frame at the render's rate
   */
  record Moving(Sha256 sha256, Demuxer demuxer, VideoStream stream, long first)
      implements Picture {}

  /** One picture, standing. */
  record Still(Sha256 sha256, Demuxer demuxer, VideoStream stream) implements Picture {}

  /** Nothing. */
  record Black() implements Picture {}

  Sha256 key() {
    return Sha256.of(Json.canonical(this));
  }
}
