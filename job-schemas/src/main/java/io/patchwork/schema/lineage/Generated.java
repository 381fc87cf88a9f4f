package io.patchwork.schema.lineage;

import io.patchwork.schema.time.Fraction;

/**
 * Something in a stretch of the output that is nobody's contribution.
 *
 * @param generator what made it: {@code black}, {@code silence}, {@code colour}, {@code bars},
 *     {@code text}
 * @param visible share of the frame that it is, on average over the stretch; 1 for sound
 */
public record Generated(Medium medium, Interval out, String generator, Fraction visible) {

  public static final String BLACK = "black";
  public static final String COLOUR = "colour";
  public static final String BARS = "bars";
  public static final String TEXT = "text";
  public static final String SILENCE = "silence";
}
