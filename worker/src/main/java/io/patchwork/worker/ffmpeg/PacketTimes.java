package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.RationalTime;
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
