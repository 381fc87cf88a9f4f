package io.patchwork.schema.timeline;

/** The treatment of an item by {@code metadata.patchwork}. */
public record Treatment(VideoTreatment look, AudioTreatment mix) {

  public static final Treatment PLAIN = new Treatment(VideoTreatment.PLAIN, AudioTreatment.PLAIN);
}
