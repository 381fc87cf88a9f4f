package io.patchwork.worker.fetch;

import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The raw photo of a camera in the form of a TIFF: samples of a sensor, which nobody develops here,
 * and mostly a JPEG of what the camera would have made of them (Adobe, "Digital Negative 1.7";
 * TIFF/EP, ISO 12234-2).
 *
 * @param mediaType that of DNG, or of raw photos of other makes
 * @param orientation EXIF's number of how the photo is to be turned
 * @param preview the largest JPEG in it, if there is one
 */
record RawPhoto(String mediaType, int orientation, Optional<Preview> preview) {

  static final String DNG = "image/x-adobe-dng";
  static final String OTHER = "image/x-raw";

  private static final String SUFFIX = "-preview";
  private static final int MARKER_BYTES = 2;
  private static final int MAX_DIRECTORIES = 32;
  private static final int MAX_ENTRIES = 512;
  private static final int MAX_VALUES = 16;

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIPS = 273;
  private static final int ORIENTATION = 274;
  private static final int STRIP_BYTES = 279;
  private static final int SUB_DIRECTORIES = 330;
  private static final int JPEG_AT = 513;
  private static final int JPEG_BYTES = 514;
  private static final int DNG_VERSION = 50706;

  /** Compressions of lossy JPEG where the photometric interpretation is that of pictures. */
  private static final Set<Long> JPEG = Set.of(6L, 7L);

  private static final Set<Long> PICTURES = Set.of(2L, 6L);

  /** A colour filter array, and linear raw samples. */
  private static final Set<Long> SENSOR = Set.of(32803L, 34892L);

  /** Whether a media type is that of raw photos. */
  static boolean isOne(String mediaType) {
    return mediaType.equals(DNG) || mediaType.equals(OTHER);
  }

  /** A JPEG within the file, by the bytes where it begins and that it has. */
  record Preview(long at, long bytes) {}

  /** A directory's numbers, by tag. */
  private record Directory(Map<Integer, List<Long>> fields) {
    long number(int tag) {
      List<Long> values = fields.getOrDefault(tag, List.of());
      return values.size() == 1 ? values.getFirst() : -1;
    }

    Optional<Preview> jpeg() {
      if (number(JPEG_AT) > 0 && number(JPEG_BYTES) > 0) {
        return Optional.of(new Preview(number(JPEG_AT), number(JPEG_BYTES)));
      }
      return JPEG.contains(number(COMPRESSION))
              && PICTURES.contains(number(PHOTOMETRIC))
              && number(STRIPS) > 0
              && number(STRIP_BYTES) > 0
              && number(WIDTH) > 0
              && number(HEIGHT) > 0
          ? Optional.of(new Preview(number(STRIPS), number(STRIP_BYTES)))
          : Optional.empty();
    }
  }

  /** The raw photo in a TIFF; empty for any other, and for what is damaged. */
  static Optional<RawPhoto> in(Path tiff) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(tiff.toFile(), "r")) {
      List<Directory> directories = directories(file);
      boolean isDng = directories.stream().anyMatch(each -> each.fields.containsKey(DNG_VERSION));
      boolean isRaw =
          directories.stream().anyMatch(each -> SENSOR.contains(each.number(PHOTOMETRIC)));
      if (!isDng && !isRaw) {
        return Optional.empty();
      }
      long length = file.length();
      return Optional.of(
          new RawPhoto(
              isDng ? DNG : OTHER,
              (int) directories.getFirst().number(ORIENTATION),
              directories.stream()
                  .flatMap(each -> each.jpeg().stream())
                  .filter(jpeg -> jpeg.at + jpeg.bytes <= length)
                  .max(Comparator.comparingLong(Preview::bytes))));
    } catch (EOFException cutShort) {
      return Optional.empty();
    }
  }

  private static List<Directory> directories(RandomAccessFile file) throws IOException {
    byte[] order = new byte[2];
    file.readFully(order);
    ByteOrder endian = order[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    List<Directory> directories = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Deque<Long> next = new ArrayDeque<>(List.of(number(file, endian, 4, 4)));
    while (!next.isEmpty() && directories.size() < MAX_DIRECTORIES) {
      long at = next.remove();
      if (at == 0 || !seen.add(at)) {
        continue;
      }
      int entries = (int) Math.min(MAX_ENTRIES, number(file, endian, at, 2));
      Map<Integer, List<Long>> fields = new HashMap<>();
      for (int i = 0; i < entries; i++) {
        long entry = at + 2 + 12L * i;
        fields.put((int) number(file, endian, entry, 2), values(file, endian, entry));
      }
      Directory directory = new Directory(fields);
      directories.add(directory);
      next.addAll(fields.getOrDefault(SUB_DIRECTORIES, List.of()));
      next.add(number(file, endian, at + 2 + 12L * entries, 4));
    }
    return directories;
  }

  /** The numbers of an entry, of the types SHORT, LONG and IFD; none of any other. */
  private static List<Long> values(RandomAccessFile file, ByteOrder endian, long entry)
      throws IOException {
    int type = (int) number(file, endian, entry + 2, 2);
    long count = number(file, endian, entry + 4, 4);
    int size = type == 3 ? Short.BYTES : type == 4 || type == 13 ? Integer.BYTES : 0;
    if (size == 0 || count > MAX_VALUES) {
      return List.of();
    }
    long at = count * size <= Integer.BYTES ? entry + 8 : number(file, endian, entry + 8, 4);
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(number(file, endian, at + (long) i * size, size));
    }
    return values;
  }

  private static long number(RandomAccessFile file, ByteOrder endian, long at, int size)
      throws IOException {
    byte[] bytes = new byte[size];
    file.seek(at);
    file.readFully(bytes);
    ByteBuffer number = ByteBuffer.wrap(bytes).order(endian);
    return size == Short.BYTES ? number.getChar() : Integer.toUnsignedLong(number.getInt());
  }

  /**
   * Copies a preview into {@code folder/in}, with the orientation of its photo.
   *
   * @return its name there
   */
  String copied(Preview preview, Path folder, String file, Path source) throws Failure {
    Path target = folder.resolve("in").resolve(file + SUFFIX);
    // A preview may be as large as the file says: it is copied and not held.
    try (FileChannel in = FileChannel.open(source);
        FileChannel out = FilePart.target(target)) {
      boolean isTurned = orientation > 1 && orientation <= 8;
      int start = isTurned ? MARKER_BYTES : 0;
      if (isTurned) {
        FilePart.copy(in, preview.at, MARKER_BYTES, out);
        out.write(ByteBuffer.wrap(exif()));
      }
      FilePart.copy(in, preview.at + start, preview.bytes - start, out);
      return String.valueOf(target.getFileName());
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** A segment of JPEG with EXIF's orientation alone. */
  private byte[] exif() {
    byte[] name = "Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer segment = ByteBuffer.allocate(36);
    segment.putShort((short) 0xFFE1).putShort((short) 34).put(name).putInt(8);
    segment.putShort((short) 1).putShort((short) ORIENTATION).putShort((short) 3).putInt(1);
    return segment.putShort((short) orientation).putShort((short) 0).putInt(0).array();
  }
}
