package io.patchwork.worker.c2pa;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.RationalTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Regions of interest in time (C2PA 2.2, 19.2). */
final class Region {

  private static final int DECIMALS = 9;

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
                        "start", Cbor.of(npt(time.start(), RoundingMode.FLOOR)),
                        "end", Cbor.of(npt(time.end(), RoundingMode.CEILING))))));
    return new TreeMap<>(Map.of("region", Cbor.of(List.of(range))));
  }

  /**
   * Normal play time (RFC 7826, 4.4.2) in seconds of at most nine decimals. A region holds at least
   * what was used: its start is rounded down, its end up.
   */
  static String npt(RationalTime time, RoundingMode rounding) {
    BigDecimal numerator = new BigDecimal(time.seconds().numerator());
    BigDecimal denominator = new BigDecimal(time.seconds().denominator());
    BigDecimal seconds = numerator.divide(denominator, DECIMALS, rounding).stripTrailingZeros();
    return seconds.toPlainString();
  }
}
