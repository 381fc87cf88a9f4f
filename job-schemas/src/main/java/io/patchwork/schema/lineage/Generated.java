package io.patchwork.schema.lineage;

import io.patchwork.schema.time.Fraction;

/**
 * A range of the output that is generated rather than contributed.
 *
 * @param generator {@code black}, {@code silence}, {@code colour}, {@code bars} or {@code text}
 * @param visible average share of the frame in which it is visible, 0 to 1; 1 for audio
 */
public record Generated(Medium medium, Interval out, String generator, Fraction visible) {

  public static final String BLACK = "black";
  public static final String COLOUR = "colour";
  public static final String BARS = "bars";
  public static final String TEXT = "text";
  public static final String SILENCE = "silence";
}
