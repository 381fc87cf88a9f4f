package io.patchwork.worker.render;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.List;

/**
 * Everything that determines the sound of a render: one continuous piece, encoded once, because a
 * lossy codec leaves an audible gap wherever two encodes meet.
 *
 * @param samples at 48 kHz, exactly as many
 * @param tracks that sound together, each filled from end to end
 */
record SoundtrackSpec(
    int renderer, String encoder, int audioKbps, long samples, List<List<Piece>> tracks) {

  static final int SAMPLE_RATE = 48_000;

  SoundtrackSpec {
    tracks = tracks.stream().map(List::copyOf).toList();
  }

  /** A stretch of a track. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Sounding.class, name = "sounding"),
    @JsonSubTypes.Type(value = Silence.class, name = "silence")
  })
  sealed interface Piece {
    long samples();
  }

  /**
   * Samples of an asset.
   *
   * @param zero the container's time at which the asset's own time begins: that of the first frame
   *     of a video, else of the first sample
   * @param first sample from there, at 48 kHz
   */
  record Sounding(
      Sha256 sha256,
      Demuxer demuxer,
      AudioStream stream,
      RationalTime zero,
      long first,
      long samples)
      implements Piece {}

  /** Nothing. */
  record Silence(long samples) implements Piece {}

  Sha256 key() {
    return Sha256.of(Json.canonical(this));
  }
}
