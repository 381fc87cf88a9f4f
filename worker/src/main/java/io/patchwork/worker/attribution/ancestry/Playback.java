package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.composition.Retime;

/** How a film plays a film inside of it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Playback.Frames.class, name = "frames"),
  @JsonSubTypes.Type(value = Playback.Samples.class, name = "samples"),
  @JsonSubTypes.Type(value = Playback.Continuous.class, name = "time")
})
public sealed interface Playback {

  /**
   * Each frame of the film plays the inner frame that it shows, from its beginning to its end, or
   * from its end where it runs backwards; a frame that is held shows its beginning.
   *
   * @param rate of the film
   * @param first frame of the film that {@code retime} counts from
   */
  record Frames(FrameRate rate, long first, Retime retime) implements Playback {}

  /** Sound: what changes in the inner film changes at the nearest sample; of two the later. */
  record Samples(int sampleRate) implements Playback {}

  /** Films without frames: what changes in the inner film changes when it is reached. */
  record Continuous() implements Playback {}
}
