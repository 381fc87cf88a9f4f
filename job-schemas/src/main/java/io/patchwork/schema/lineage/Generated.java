package io.patchwork.schema.lineage;

/**
 * A stretch of the output that is nobody's contribution.
 *
 * @param generator what made it: {@code black}, {@code silence}
 */
public record Generated(Medium medium, Interval out, String generator) {

  public static final String BLACK = "black";
  public static final String SILENCE = "silence";
}
