package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.PacketDigest;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a file's video and audio from their packets, whatever its headers declare: durations,
 * frame times, byte offsets and key frames. For one thread.
 */
final class PacketScan {

  /** The packet fields, in the order in which FFprobe writes them; names of side data follow. */
  static final String ENTRIES =
      "packet=stream_index,pts,dts,duration,pos,flags,data_hash:packet_side_data=side_data_type";

  /** Side data of packets that are protected by Common Encryption (ISO/IEC 23001-7). */
  private static final String ENCRYPTION = "Encryption info";

  /** Maximum number of indexed frames: two hours at 30 fps, some megabytes. */
  private static final int MAX_FRAMES = 250_000;

  private static final int FIELDS = 7;

  /** Beyond any number of ticks that is read. */
  private static final BigInteger MAX_TICKS = BigInteger.ONE.shiftLeft(60);

  /**
   * Deviation from the average frame duration, as a part of it, from which a rate counts as
   * variable.
   */
  private static final Fraction SLACK = Fraction.of(1, 2);

  private final Map<Integer, Fraction> timeBases;
  private final Map<Integer, RationalTime> headerDurations;
  private final int video;
  private final Map<Integer, Span> spans = new HashMap<>();
  private final Map<Integer, MessageDigest> digests = new TreeMap<>();
  private final Set<Integer> encrypted = new HashSet<>();
  private final Set<Integer> filled = new HashSet<>();
  private final LongList pts = new LongList();
  private final LongList offsets = new LongList();
  private final LongList keys = new LongList();

  /** PTS of the last key frame. */
  private @Nullable Long lastKey;

  private long maxKeyframeInterval;

  /**
   * A scan.
   *
   * @param timeBases time base in seconds of each scanned stream, by stream index
   * @param headerDurations duration of each stream whose packets last until the next is decoded, as
   *     in MP4, by stream index; empty for containers whose packets last as long as they are shown
   * @param video index of the stream whose frames are indexed, or -1
   */
  PacketScan(
      Map<Integer, Fraction> timeBases, Map<Integer, RationalTime> headerDurations, int video) {
    this.timeBases = Map.copyOf(timeBases);
    this.headerDurations = Map.copyOf(headerDurations);
    this.video = video;
  }

  /** The time span of a stream's packets, in ticks. */
  private static final class Span {
    private long from = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** Duration that the packet shown last declares, or 0. */
    private long lastDuration;

    private long longestDuration;
    private boolean isReordered;
    private long count;

    /** DTS of the first packet that has one. */
    private @Nullable Long firstDts;

    /** The end of the last packet by its DTS. */
    private @Nullable Long lastByDts;

    /** Whether a packet has a DTS and no PTS. */
    private boolean lacksPts;

    /** Packets at the end that have neither, together. */
    private long untimed;

    void add(long at, long duration) {
      from = Math.min(from, at);
      isReordered |= at < last;
      if (at >= last) {
        last = at;
        lastDuration = Math.max(0, duration);
      }
      longestDuration = Math.max(longestDuration, duration);
      count++;
      untimed = 0;
    }

    /** Notes what {@link #add} does not see of a packet, before it. */
    void decoded(@Nullable Long pts, @Nullable Long dts, long duration) {
      if (dts != null && firstDts == null) {
        firstDts = dts;
      }
      if (dts != null) {
        lastByDts = dts + Math.max(0, duration);
        lacksPts |= pts == null;
      }
      untimed += pts == null && dts == null ? Math.max(0, duration) : 0;
    }

    /**
     * The end of the packet shown last; where it has no duration, it has the average one. Packets
     * of a program stream may have no PTS: the last is shown as much later than it is decoded as
     * the first is.
     */
    long end() {
      long timed = last + (lastDuration > 0 ? lastDuration : averageDuration());
      long decoded =
          !lacksPts || lastByDts == null || firstDts == null
              ? timed
              : lastByDts + Math.max(0, from - firstDts);
      return Math.max(timed, decoded) + untimed;
    }

    /**
     * The same where packets last until the next is decoded: of reordered packets that is not how
     * long they are shown, and the last one ends with the stream.
     *
     * @param length duration of the stream by the header
     */
    long end(long length) {
      if (!isReordered) {
        return end();
      }
      long rest = from + length - last;
      return rest > 0 && rest <= longestDuration
          ? last + rest
          : Math.min(end(), last + averageDuration());
    }

    private long averageDuration() {
      return count < 2 ? 0 : (last - from) / (count - 1);
    }
  }

  /** A growing list of longs. */
  private static final class LongList {
    private long[] values = new long[1024];
    private int count;

    void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    LongStream stream() {
      return Arrays.stream(values, 0, count);
    }
  }

  /** Reads one line of FFprobe's output. */
  void read(String line) {
    String[] fields = line.split(",", FIELDS + 1);
    if (fields.length < FIELDS) {
      return;
    }
    @Nullable Long stream = number(fields[0]);
    if (stream != null) {
      filled.add(stream.intValue());
    }
    if (stream != null && fields.length > FIELDS && fields[FIELDS].contains(ENCRYPTION)) {
      encrypted.add(stream.intValue());
    }
    @Nullable Long shown = number(fields[1]);
    @Nullable Long at = shown == null ? number(fields[2]) : shown;
    if (stream != null && timeBases.containsKey(stream.intValue())) {
      digests
          .computeIfAbsent(stream.intValue(), index -> Sha256.newDigest())
          .update(PacketHash.of(fields[6]));
    }
    boolean isDiscarded = fields[5].contains("D");
    if (stream == null || isDiscarded || !timeBases.containsKey(stream.intValue())) {
      return;
    }
    @Nullable Long duration = number(fields[3]);
    long ticks = duration == null ? 0 : duration;
    Span span = spans.computeIfAbsent(stream.intValue(), index -> new Span());
    span.decoded(shown, number(fields[2]), ticks);
    if (at == null) {
      return;
    }
    span.add(at, ticks);
    if (stream == video && fields[5].contains("K")) {
      maxKeyframeInterval = lastKey == null ? 0 : Math.max(maxKeyframeInterval, at - lastKey);
      lastKey = at;
    }
    if (stream == video && pts.count < MAX_FRAMES) {
      if (fields[5].contains("K")) {
        keys.add(pts.count);
      }
      pts.add(at);
      @Nullable Long offset = number(fields[4]);
      offsets.add(offset == null ? -1 : offset);
    }
  }

  private static @Nullable Long number(String field) {
    return field.matches("-?[0-9]{1,18}") ? Long.valueOf(field) : null;
  }

  private Fraction timeBase(int stream) {
    return Objects.requireNonNull(timeBases.get(stream));
  }

  private RationalTime time(int stream, long ticks) {
    return new RationalTime(Fraction.of(ticks).times(timeBase(stream)));
  }

  private long end(int stream, Span span) {
    @Nullable RationalTime length = headerDurations.get(stream);
    return length == null
        ? span.end()
        : span.end(
            length.seconds().dividedBy(timeBase(stream)).round().min(MAX_TICKS).longValueExact());
  }

  /** The duration of a stream; empty if no packet has a timestamp. */
  Optional<RationalTime> duration(int stream) {
    return Optional.ofNullable(spans.get(stream))
        .filter(span -> span.count > 0)
        .map(span -> time(stream, end(stream, span) - span.from));
  }

  /** From the earliest start of a stream to the latest end. */
  Optional<RationalTime> duration() {
    RationalTime from = null;
    RationalTime to = null;
    for (Map.Entry<Integer, Span> entry : spans.entrySet()) {
      if (entry.getValue().count == 0) {
        continue;
      }
      RationalTime begins = time(entry.getKey(), entry.getValue().from);
      RationalTime ends = time(entry.getKey(), end(entry.getKey(), entry.getValue()));
      from = from == null ? begins : RationalTime.min(from, begins);
      to = to == null ? ends : RationalTime.max(to, ends);
    }
    return from == null || to == null ? Optional.empty() : Optional.of(to.minus(from));
  }

  /** The digests of the scanned streams, in order of their indices; to be asked once. */
  List<PacketDigest> digests() {
    return digests.entrySet().stream()
        .map(each -> new PacketDigest(each.getKey(), Sha256.of(each.getValue())))
        .toList();
  }

  /** The streams with encrypted packets, whether scanned or not. */
  Set<Integer> encrypted() {
    return Set.copyOf(encrypted);
  }

  /** Whether a stream has packets, whether it is scanned or not. */
  boolean hasPackets(int stream) {
    return filled.contains(stream);
  }

  /** The number of video frames. */
  long frames() {
    return Optional.ofNullable(spans.get(video)).map(span -> span.count).orElse(0L);
  }

  /** The longest GOP, as a duration; empty without key frames. */
  Optional<RationalTime> maxKeyframeInterval() {
    Span span = spans.get(video);
    return lastKey == null || span == null
        ? Optional.empty()
        : Optional.of(time(video, Math.max(maxKeyframeInterval, end(video, span) - lastKey)));
  }

  /** Whether all frames are indexed. */
  boolean isWhole() {
    return frames() == pts.count;
  }

  /** Whether the frame rate is variable. */
  boolean isVariable() {
    long[] shown = pts.stream().sorted().toArray();
    if (shown.length < 3) {
      return false;
    }
    Fraction average =
        Fraction.of(shown[shown.length - 1] - shown[0]).dividedBy(Fraction.of(shown.length - 1L));
    Fraction slack = average.times(SLACK);
    return IntStream.range(1, shown.length)
        .mapToLong(i -> shown[i] - shown[i - 1])
        .distinct()
        .mapToObj(gap -> Fraction.of(gap).minus(average))
        .anyMatch(off -> off.compareTo(slack) > 0 || off.negate().compareTo(slack) > 0);
  }

  /** The PTS of the video frames in ticks, in file order. */
  List<Long> pts() {
    return pts.stream().boxed().toList();
  }

  List<Long> offsets() {
    return offsets.stream().boxed().toList();
  }

  /** The indices of the key frames. */
  List<Integer> keys() {
    return keys.stream().mapToObj(Math::toIntExact).collect(Collectors.toList());
  }

  Fraction timeBase() {
    return timeBase(video);
  }
}
