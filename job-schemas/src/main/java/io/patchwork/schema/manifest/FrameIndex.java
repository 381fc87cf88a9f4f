package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import java.util.List;

/**
 * Where each frame of a file's picture is, for whoever seeks in it.
 *
 * @param sha256 digest of the content
 * @param stream index of the picture in the container
 * @param timeBase seconds of a tick
 * @param pts when each frame is shown, in ticks, in the order of the file
 * @param offsets of each frame's packet, in bytes from the file's start; -1 where the container
 *     does not say
 * @param keys positions in {@code pts} of the frames that can be decoded without others
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
