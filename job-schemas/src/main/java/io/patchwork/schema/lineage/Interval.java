package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.patchwork.schema.time.RationalTime;

/**
 * Two instants, {@code ["n/d", "n/d"]} on the wire. As a place in the output it is half open and
 * runs forwards; as a place in a source it may run backwards (reverse) or stand still (freeze).
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"start", "end"})
public record Interval(RationalTime start, RationalTime end) {

  @JsonIgnore
  public RationalTime length() {
    return end.minus(start);
  }
}
