package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.patchwork.schema.time.RationalTime;

/**
 * A pair of times, {@code ["n/d", "n/d"]} on the wire. In the output it is half-open and runs
 * forwards; in a source it may run backwards (reverse) or have equal ends (freeze).
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"start", "end"})
public record Interval(RationalTime start, RationalTime end) {

  /** Whether no instant lies in it; of a range in the output. */
  @JsonIgnore
  public boolean isEmpty() {
    return start.compareTo(end) >= 0;
  }

  @JsonIgnore
  public RationalTime length() {
    return end.minus(start);
  }
}
