package io.patchwork.worker.sandboxedjvm;

import java.util.List;
import java.util.SortedMap;

/**
 * What a sandboxed JVM read of a picture.
 *
 * @param tags EXIF, IPTC and XMP by name; number and lengths are bounded
 * @param isUnpacked whether the unpacked picture was written
 * @param hasLut whether {@value #LUT} was written
 * @param problems what could not be read, for the log
 */
public record PictureReading(
    SortedMap<String, String> tags, boolean isUnpacked, boolean hasLut, List<String> problems) {

  /** Name of the child's description in JSON. */
  public static final String FILE = "picture.json";

  /**
   * Name of the 3D lookup table (a .cube file) from the picture's colours to sRGB, by its ICC
   * profile.
   */
  public static final String LUT = "to-srgb.cube";

  /** A lookup table that changes nothing. */
  public static final String IDENTITY_LUT =
      """
      LUT_3D_SIZE 2
      0 0 0
      1 0 0
      0 1 0
      1 1 0
      0 0 1
      1 0 1
      0 1 1
      1 1 1
      """;

  public PictureReading {
    problems = List.copyOf(problems);
  }
}
