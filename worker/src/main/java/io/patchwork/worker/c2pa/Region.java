package io.patchwork.worker.c2pa;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Regions of interest in time (C2PA 2.2, 19.2). */
final class Region {

  private static final Fraction NANOS = Fraction.of(1_000_000_000);

  private Region() {}

  /** A range of a source. */
  static Cbor of(Interval time) {
    return Cbor.of(fields(time));
  }

  /** A range of an output, in which something of a source was placed. */
  static Cbor placed(Interval time, String medium) {
    Map<String, Cbor> fields = fields(time);
    fields.put("name", Cbor.of(medium));
    return Cbor.of(fields);
  }

  private static Map<String, Cbor> fields(Interval time) {
    Cbor range =
        Cbor.of(
            Map.of(
                "type",
                Cbor.of("temporal"),
                "time",
                Cbor.of(
                    Map.of(
                        "type", Cbor.of("npt"),
                        "start", Cbor.of(start(time.start())),
                        "end", Cbor.of(end(time.end()))))));
    return new TreeMap<>(Map.of("region", Cbor.of(List.of(range))));
  }

  /**
   * Normal play time (RFC 7826, 4.4.2) in seconds of at most nine decimals, rounded down, so that a
   * region holds all that was used.
   */
  static String start(RationalTime time) {
    return npt(time.seconds().times(NANOS).floor());
  }

  /** The same rounded up. */
  static String end(RationalTime time) {
    return npt(time.seconds().times(NANOS).ceiling());
  }

  private static String npt(BigInteger nanos) {
    BigInteger[] parts = nanos.divideAndRemainder(NANOS.numerator());
    String decimals = "%09d".formatted(parts[1]).replaceFirst("0+$", "");
    return decimals.isEmpty() ? parts[0].toString() : parts[0] + "." + decimals;
  }
}
