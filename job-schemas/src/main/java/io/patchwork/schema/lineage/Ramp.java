package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.patchwork.schema.time.Fraction;

/** A factor that changes linearly from one value to another; {@code ["n/d", "n/d"]} on the wire. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"start", "end"})
public record Ramp(Fraction start, Fraction end) {

  /** The same from one part of its range to another, each 0 to 1. */
  public Ramp between(Fraction from, Fraction to) {
    return new Ramp(at(from), at(to));
  }

  private Fraction at(Fraction part) {
    return start.plus(end.minus(start).times(part));
  }
}
