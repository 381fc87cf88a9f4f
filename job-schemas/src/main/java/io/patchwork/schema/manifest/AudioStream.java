package io.patchwork.schema.manifest;

import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * One audio stream.
 *
 * @param index its index in the container
 * @param sampleRate in Hz
 * @param layout name of the channel layout; absent where the file has none
 * @param start PTS of the first sample
 * @param label its language, title and dispositions
 */
public record AudioStream(
    int index,
    String codec,
    int sampleRate,
    int channels,
    @Nullable String layout,
    RationalTime start,
    @Nullable RationalTime duration,
    StreamLabel label) {

  public AudioStream {
    // Manifests of earlier versions have none.
    label = label == null ? StreamLabel.NONE : label;
  }

  /** A stream without a label. */
  public AudioStream(
      int index,
      String codec,
      int sampleRate,
      int channels,
      @Nullable String layout,
      RationalTime start,
      @Nullable RationalTime duration) {
    this(index, codec, sampleRate, channels, layout, start, duration, StreamLabel.NONE);
  }

  /** The same with a measured duration. */
  public AudioStream lasting(RationalTime measured) {
    return new AudioStream(index, codec, sampleRate, channels, layout, start, measured, label);
  }
}
