package io.patchwork.schema.timeline;

/** What {@code metadata.patchwork} of an item asks for. */
public record Treatment(VideoTreatment look, AudioTreatment mix) {

  public static final Treatment PLAIN = new Treatment(VideoTreatment.PLAIN, AudioTreatment.PLAIN);
}
