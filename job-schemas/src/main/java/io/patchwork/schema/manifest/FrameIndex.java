package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import java.util.List;

/**
 * The times and byte offsets of a video stream's frames, for exact seeks.
 *
 * @param sha256 digest of the content
 * @param stream index of the video stream in the container
 * @param timeBase seconds per tick
 * @param pts PTS of each frame in ticks, in file order
 * @param offsets of each frame's packet, in bytes from the file's start; -1 where the container
 *     does not say
 * @param keys indexes into {@code pts} of the key frames
 */
public record FrameIndex(
    String format,
    Sha256 sha256,
    int stream,
    Fraction timeBase,
    List<Long> pts,
    List<Long> offsets,
    List<Integer> keys) {

  public static final String FORMAT = "patchwork.frames/1";

  public FrameIndex {
    pts = List.copyOf(pts);
    offsets = List.copyOf(offsets);
    keys = List.copyOf(keys);
  }
}
