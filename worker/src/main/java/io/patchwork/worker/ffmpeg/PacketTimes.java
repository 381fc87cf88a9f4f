package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When the packets of a stream are shown and decoded, in ticks of its time base.
 *
 * @param pts in file order
 * @param dts in file order
 * @param end of the last one shown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read
public record PacketTimes(long[] pts, long[] dts, long end) {

  private static final String SECONDS = "-?[0-9]{1,12}(\\.[0-9]{1,12})?";

  static PacketTimes parse(String csv) {
    List<long[]> rows = new ArrayList<>();
    for (String line : csv.split("\n", -1)) {
      String[] fields = line.strip().split(",", -1);
      if (fields.length >= 3) {
        rows.add(
            new long[] {
              Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2])
            });
      }
    }
    long end = rows.stream().mapToLong(row -> row[0] + row[2]).max().orElse(0);
    return new PacketTimes(
        rows.stream().mapToLong(row -> row[0]).toArray(),
        rows.stream().mapToLong(row -> row[1]).toArray(),
        end);
  }

  /** From the first packet's start to the last one's end, of lines of seconds. */
  static RationalTime span(String csv) {
    RationalTime first = null;
    RationalTime last = RationalTime.ZERO;
    for (String line : csv.split("\n", -1)) {
      String[] fields = line.strip().split(",", -1);
      if (!fields[0].matches(SECONDS)) {
        continue;
      }
      RationalTime start = seconds(fields[0]);
      RationalTime length =
          fields.length > 1 && fields[1].matches(SECONDS) ? seconds(fields[1]) : RationalTime.ZERO;
      first = first == null ? start : RationalTime.min(first, start);
      last = RationalTime.max(last, start.plus(length));
    }
    return first == null ? RationalTime.ZERO : last.minus(first);
  }

  private static RationalTime seconds(String decimal) {
    return new RationalTime(Fraction.of(new BigDecimal(decimal)));
  }

  /** When the last packet ends, of a stream that counts time in {@code ticks} a second. */
  public RationalTime end(int ticks) {
    return RationalTime.ofSeconds(end, ticks);
  }

  /** What keeps this from being {@code count} packets, {@code step} ticks apart, from zero. */
  public List<String> problems(long count, long step) {
    List<String> problems = new ArrayList<>();
    if (pts.length != count) {
      problems.add(pts.length + " pictures instead of " + count);
    }
    long[] shown = pts.clone();
    Arrays.sort(shown);
    for (int i = 0; i < shown.length; i++) {
      if (shown[i] != i * step) {
        problems.add("picture " + i + " is shown at " + shown[i] + " instead of " + i * step);
        break;
      }
    }
    for (int i = 1; i < dts.length; i++) {
      if (dts[i] <= dts[i - 1]) {
        problems.add("packet " + i + " is decoded at " + dts[i] + ", not after " + dts[i - 1]);
        break;
      }
    }
    return problems;
  }
}
