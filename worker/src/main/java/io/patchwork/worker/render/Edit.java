package io.patchwork.worker.render;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;

/**
 * A timeline with its media found: what is where, in exact time, nothing rounded yet.
 *
 * @param picture tracks, the bottom one first
 * @param sound tracks, all of which sound together
 * @param duration of the longest track
 * @param warnings what of the timeline is not rendered, as sentences
 */
record Edit(
    FrameRate rate,
    List<List<Placed>> picture,
    List<List<Placed>> sound,
    RationalTime duration,
    List<String> warnings) {

  Edit {
    picture = picture.stream().map(List::copyOf).toList();
    sound = sound.stream().map(List::copyOf).toList();
    warnings = List.copyOf(warnings);
  }

  /**
   * A clip in its place.
   *
   * @param start on the timeline
   * @param mediaStart where in the media it begins, from the media's first frame or sample
   */
  record Placed(
      SourceMedia media, RationalTime start, RationalTime duration, RationalTime mediaStart) {

    RationalTime end() {
      return start.plus(duration);
    }
  }
}
