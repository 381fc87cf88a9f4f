package io.patchwork.worker.sandboxedjvm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a sandboxed JVM read of a picture.
 *
 * @param tags EXIF, IPTC and XMP by name; number and lengths are bounded
 * @param isUnpacked whether the unpacked picture was written
 * @param problems what could not be read, for the log
 */
public record PictureReading(
    SortedMap<String, String> tags, boolean isUnpacked, List<String> problems) {

  /** Name of the child's description. */
  public static final String FILE = "picture";

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

  private static final int MAX_PROBLEM_CHARS = 500;

  public PictureReading {
    problems = List.copyOf(problems);
  }

  /** The description's bytes. They are not JSON: to load what writes it takes longer than all. */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBoolean(isUnpacked);
    out.writeInt(tags.size());
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      out.writeUTF(tag.getKey());
      out.writeUTF(tag.getValue());
    }
    out.writeInt(problems.size());
    for (String problem : problems) {
      out.writeUTF(problem.substring(0, Math.min(problem.length(), MAX_PROBLEM_CHARS)));
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a description.
   *
   * @throws IOException if it is none
   */
  static PictureReading of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    boolean isUnpacked = in.readBoolean();
    SortedMap<String, String> tags = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      tags.put(in.readUTF(), in.readUTF());
    }
    List<String> problems = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      problems.add(in.readUTF());
    }
    return new PictureReading(tags, isUnpacked, problems);
  }
}
