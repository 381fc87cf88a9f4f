package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.patchwork.schema.time.Fraction;

/** A factor that changes linearly from one value to another; {@code ["n/d", "n/d"]} on the wire. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"start", "end"})
public record Ramp(Fraction start, Fraction end) {}
