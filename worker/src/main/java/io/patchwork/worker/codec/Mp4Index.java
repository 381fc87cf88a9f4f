package io.patchwork.worker.codec;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The fragments of a fragmented MP4 file, by byte offset and duration, read from one of our own
 * files with one track (ISO/IEC 14496-12: {@code moov}, {@code moof}, {@code traf}).
 *
 * @param initBytes length of the initialization segment
 * @param codecs the codecs parameter of a media type (RFC 6381)
 * @param parameterSets digest of the decoder configuration in the sample entry
 * @param timescale ticks per second
 * @param priming encoder delay at the start of audio, which players skip
 */
public record Mp4Index(
    long initBytes,
    String codecs,
    Sha256 parameterSets,
    long timescale,
    RationalTime priming,
    List<Fragment> fragments) {

  /**
   * A fragment, which begins with a key frame.
   *
   * @param offset of its first byte in the file
   * @param start its time of presentation
   */
  public record Fragment(long offset, long bytes, RationalTime start, RationalTime duration) {}

  private static final int DURATION_PRESENT = 0x100;
  private static final int SIZE_PRESENT = 0x200;
  private static final int FLAGS_PRESENT = 0x400;
  private static final int OFFSET_PRESENT = 0x800;

  public Mp4Index {
    fragments = List.copyOf(fragments);
  }

  /** The end of the last fragment. */
  public RationalTime duration() {
    return fragments.isEmpty()
        ? RationalTime.ZERO
        : fragments.getLast().start().plus(fragments.getLast().duration());
  }

  /** Bit rate of the fragment with the highest, in bit/s. */
  public long peakBitsPerSecond() {
    return fragments.stream().mapToLong(Mp4Index::bitsPerSecond).max().orElse(0);
  }

  /** Bit rate over the whole file, in bit/s. */
  public long averageBitsPerSecond() {
    long bytes = fragments.stream().mapToLong(Fragment::bytes).sum();
    return bitsPerSecond(new Fragment(0, bytes, RationalTime.ZERO, duration()));
  }

  private static long bitsPerSecond(Fragment fragment) {
    return fragment.duration().seconds().signum() <= 0
        ? 0
        : Fraction.of(8 * fragment.bytes())
            .dividedBy(fragment.duration().seconds())
            .ceiling()
            .longValueExact();
  }

  /**
   * Reads the index of a file.
   *
   * @throws EmptyOutput if it has no fragments
   * @throws IOException if the file is not as we write it
   */
  public static Mp4Index read(Path file) throws IOException {
    Mp4Index index = parsed(file);
    if (index.timescale == 0 || index.fragments.isEmpty()) {
      throw new EmptyOutput(file);
    }
    return index;
  }

  private static Mp4Index parsed(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return new Reader(channel).read();
    } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException broken) {
      throw new UnexpectedContent(file.getFileName() + " has a box that ends too early: " + broken);
    }
  }

  /**
   * Digest of the decoder configuration of any MP4 or QuickTime file with one track; digest of no
   * bytes where the codec has none.
   *
   * @throws IOException if the file is not as we write it
   */
  public static Sha256 parameterSets(Path file) throws IOException {
    return parsed(file).parameterSets;
  }

  /**
   * Writes a file of the initialization segment and some whole fragments, whose timestamps are
   * kept.
   *
   * @throws IOException if no fragments begin and end exactly at these times
   */
  public void excerpt(Path file, RationalTime from, RationalTime to, Path excerpt)
      throws IOException {
    List<Fragment> wanted =
        fragments.stream()
            .filter(
                fragment -> fragment.start.compareTo(from) >= 0 && fragment.start.compareTo(to) < 0)
            .toList();
    if (wanted.isEmpty()
        || !wanted.getFirst().start.equals(from)
        || !wanted.getLast().start.plus(wanted.getLast().duration).equals(to)) {
      throw new UnexpectedContent(
          "no fragments of " + file.getFileName() + " are " + from + " to " + to);
    }
    long at = wanted.getFirst().offset;
    long end = wanted.getLast().offset + wanted.getLast().bytes;
    try (FileChannel in = FileChannel.open(file);
        FileChannel out =
            FileChannel.open(excerpt, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(in, 0, initBytes, out);
      copy(in, at, end - at, out);
    }
  }

  private static void copy(FileChannel in, long from, long bytes, FileChannel out)
      throws IOException {
    for (long done = 0; done < bytes; ) {
      long more = in.transferTo(from + done, bytes - done, out);
      if (more <= 0) {
        throw new UnexpectedContent("a file ends before its index says");
      }
      done += more;
    }
  }

  private static final class Reader {
    private final FileChannel file;
    private final List<Fragment> fragments = new ArrayList<>();
    private long init;
    private long timescale;
    private long defaultDuration;
    private long skipped;
    private boolean isAudio;
    private final SampleEntry entry = new SampleEntry();

    Reader(FileChannel file) {
      this.file = file;
    }

    Mp4Index read() throws IOException {
      long at = 0;
      long from = -1;
      Times times = new Times();
      while (at + Mp4Boxes.HEADER <= file.size()) {
        ByteBuffer header = bytes(at, 2 * Mp4Boxes.HEADER);
        long size = header.getInt(0) & 0xffff_ffffL;
        String type = Mp4Boxes.type(header, 4);
        if (size == 1) {
          size = header.getLong(Mp4Boxes.HEADER);
        }
        if (size < Mp4Boxes.HEADER || at + size > file.size()) {
          throw new UnexpectedContent("box " + type + " at " + at + " claims " + size + " bytes");
        }
        switch (type) {
          case "moov" -> {
            movie(bytes(at + Mp4Boxes.HEADER, (int) size - Mp4Boxes.HEADER));
            init = at + size;
          }
          case "moof" -> {
            from = from < 0 ? at : from;
            times = new Times();
            fragment(bytes(at + Mp4Boxes.HEADER, (int) size - Mp4Boxes.HEADER), times);
          }
          case "styp", "sidx", "prft", "emsg" -> from = from < 0 ? at : from;
          case "mdat" -> {
            if (from >= 0) {
              fragments.add(
                  new Fragment(
                      from,
                      at + size - from,
                      RationalTime.ofSeconds(times.start, timescale),
                      RationalTime.ofSeconds(times.length, timescale)));
              from = -1;
            }
          }
          default -> {
            // The random access index at the end and free space are not needed.
          }
        }
        at += size;
      }
      RationalTime priming =
          isAudio && timescale > 0 ? RationalTime.ofSeconds(skipped, timescale) : RationalTime.ZERO;
      return new Mp4Index(
          init, entry.codecs(), entry.parameterSets(), timescale, priming, fragments);
    }

    /** When a fragment begins and how long it is, in ticks. */
    private static final class Times {
      private long start;
      private long length;
      private long defaultDuration;
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, file.size() - at));
      while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
        // Until it is full.
      }
      return buffer.flip();
    }

    private void movie(ByteBuffer movie) throws IOException {
      Mp4Boxes.each(
          movie,
          (type, content) -> {
            switch (type) {
              case "trak", "mdia", "minf", "stbl", "mvex", "edts" -> movie(content);
              case "elst" -> skipped = edit(content);
              case "smhd" -> isAudio = true;
              case "mdhd" -> timescale = content.getInt(content.get(0) == 1 ? 20 : 12);
              case "trex" -> defaultDuration = content.getInt(12);
              case "stsd" -> entry.read(content.slice(8, content.limit() - 8));
              default -> {
                // Nothing that is needed.
              }
            }
          });
    }

    /** The media time of the first edit: the priming of audio, the reordering delay of video. */
    private static long edit(ByteBuffer list) {
      boolean isLong = list.get(0) == 1;
      int entries = list.getInt(4);
      for (int i = 0; i < entries; i++) {
        long time = isLong ? list.getLong(16 + 20 * i) : list.getInt(12 + 12 * i);
        if (time >= 0) {
          return time;
        }
      }
      return 0;
    }

    private void fragment(ByteBuffer fragment, Times times) throws IOException {
      Mp4Boxes.each(
          fragment,
          (type, content) -> {
            switch (type) {
              case "traf" -> fragment(content, times);
              case "tfhd" -> times.defaultDuration = durationOf(content);
              case "tfdt" ->
                  times.start =
                      content.get(0) == 1 ? content.getLong(4) : content.getInt(4) & 0xffff_ffffL;
              case "trun" -> times.length += length(content, times.defaultDuration);
              default -> {
                // Nothing that is needed.
              }
            }
          });
    }

    private long durationOf(ByteBuffer header) {
      int flags = header.getInt(0) & 0xff_ffff;
      int at = 8 + ((flags & 1) == 0 ? 0 : 8) + ((flags & 2) == 0 ? 0 : 4);
      return (flags & 8) == 0 ? defaultDuration : header.getInt(at) & 0xffff_ffffL;
    }

    private static long length(ByteBuffer run, long defaultDuration) {
      int flags = run.getInt(0) & 0xff_ffff;
      int samples = run.getInt(4);
      if ((flags & DURATION_PRESENT) == 0) {
        return samples * defaultDuration;
      }
      int at = 8 + ((flags & 1) == 0 ? 0 : 4) + ((flags & 4) == 0 ? 0 : 4);
      int step =
          4
              + ((flags & SIZE_PRESENT) == 0 ? 0 : 4)
              + ((flags & FLAGS_PRESENT) == 0 ? 0 : 4)
              + ((flags & OFFSET_PRESENT) == 0 ? 0 : 4);
      long ticks = 0;
      for (int i = 0; i < samples; i++) {
        ticks += run.getInt(at + i * step) & 0xffff_ffffL;
      }
      return ticks;
    }
  }
}
