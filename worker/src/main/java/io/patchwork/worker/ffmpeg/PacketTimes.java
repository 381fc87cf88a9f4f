package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The PTS and DTS of the packets of a stream, in ticks of its time base.
 *
 * @param tick length of a tick in seconds
 * @param pts in file order
 * @param dts in file order
 * @param last the end of the last packet shown
 * @param digest as in {@link io.patchwork.schema.manifest.PacketDigest}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read
public record PacketTimes(Fraction tick, long[] pts, long[] dts, long last, Sha256 digest) {

  private static final int FIELDS = 4;

  static final String ENTRIES = "packet=pts,dts,duration,data_hash:stream=time_base";

  /** Parses FFprobe's lines: one for each packet and one with the time base. */
  static final class Ear implements Consumer<String> {
    private Fraction tick = Fraction.ONE;
    private long[] pts = new long[1024];
    private long[] dts = new long[1024];
    private int count;
    private long last;
    private final MessageDigest digest = Sha256.newDigest();

    @Override
    public void accept(String line) {
      String[] fields = line.strip().split(",", -1);
      if (fields.length >= FIELDS) {
        if (count == pts.length) {
          pts = Arrays.copyOf(pts, 2 * count);
          dts = Arrays.copyOf(dts, 2 * count);
        }
        pts[count] = Long.parseLong(fields[0]);
        dts[count] = number(fields[1], pts[count]);
        last = Math.max(last, pts[count] + number(fields[2], 0));
        digest.update(PacketHash.of(fields[3]));
        count++;
      } else if (fields[0].contains("/")) {
        tick = Fraction.parse(fields[0]);
      }
    }

    PacketTimes times() {
      return new PacketTimes(
          tick, Arrays.copyOf(pts, count), Arrays.copyOf(dts, count), last, Sha256.of(digest));
    }
  }

  private static long number(String field, long otherwise) {
    return field.equals("N/A") ? otherwise : Long.parseLong(field);
  }

  /** The end of the last packet. */
  public RationalTime end() {
    return new RationalTime(tick.times(Fraction.of(last)));
  }

  /**
   * Deviations from {@code count} frames at a rate, from zero, to the nearest tick; empty if none.
   */
  public List<String> problems(long count, FrameRate rate) {
    List<String> problems = new ArrayList<>();
    if (pts.length != count) {
      problems.add(pts.length + " pictures instead of " + count);
    }
    long ticks = tick.numerator().longValueExact() * rate.numerator();
    long step = tick.denominator().longValueExact() * rate.denominator();
    long[] shown = pts.clone();
    Arrays.sort(shown);
    for (int i = 0; i < shown.length; i++) {
      if (2 * Math.abs(shown[i] * ticks - i * step) > ticks) {
        problems.add("picture " + i + " is shown at " + shown[i] + " of " + tick);
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
