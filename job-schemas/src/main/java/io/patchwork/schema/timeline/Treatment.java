package io.patchwork.schema.timeline;

/** What {@code metadata.patchwork} of an item asks for. */
public record Treatment(Look look, Mix mix) {

  public static final Treatment PLAIN = new Treatment(Look.PLAIN, Mix.PLAIN);
}
