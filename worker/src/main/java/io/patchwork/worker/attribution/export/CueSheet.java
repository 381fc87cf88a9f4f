package io.patchwork.worker.attribution.export;

import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.attribution.flat.Run;
import java.util.List;

/**
 * The cues of a music cue sheet: runs of sounds. Where several are heard at once, each has its
 * share of that time as its duration, so that all durations come to the running time at most.
 */
public final class CueSheet {

  private CueSheet() {}

  /** What is heard, in order of time; a render is what is in it. */
  public static List<Run> cues(List<Run> runs) {
    return runs.stream().filter(run -> run.medium() == Medium.AUDIO && !run.isRender()).toList();
  }

  /** How a cue is used, as far as it was measured. */
  static String usage(Run cue) {
    String heard = cue.share().equals(Fraction.ONE) ? "alone" : "with other sound";
    return cue.through().isEmpty() ? heard : heard + ", through " + ExportedFilm.ids(cue.through());
  }
}
