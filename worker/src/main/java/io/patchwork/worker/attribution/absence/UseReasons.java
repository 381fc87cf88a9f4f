package io.patchwork.worker.attribution.absence;

import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import java.util.Comparator;
import java.util.List;

/** Why uses of a film are not noticed. */
final class UseReasons {

  private final List<Use> seen;
  private final List<Generated> generated;

  UseReasons(Lineage lineage) {
    this.seen =
        lineage.uses().stream()
            .filter(use -> use.medium() == Medium.VIDEO && use.isPresent())
            .sorted(Comparator.comparing(use -> use.out().start()))
            .toList();
    this.generated =
        lineage.generated().stream()
            .filter(each -> each.medium() == Medium.VIDEO && each.visible().signum() > 0)
            .sorted(Comparator.comparing(each -> each.out().start()))
            .toList();
  }

  /**
   * Whether anything may lie over a use that has nothing of the frame, as over an opaque picture
   * something must; of what is generated nobody knows the layer, only that black is the ground.
   */
  private boolean covers(Use use) {
    if (use.method().equals(Use.RENDERED) || use.method().equals(Use.APPROXIMATED)) {
      return true;
    }
    for (Use other : seen) {
      if (other.out().start().compareTo(use.out().end()) >= 0) {
        break;
      }
      if (other.layer() > use.layer() && overlaps(other.out(), use.out())) {
        return true;
      }
    }
    for (Generated other : generated) {
      if (other.out().start().compareTo(use.out().end()) >= 0) {
        break;
      }
      if (!other.generator().equals(Generated.BLACK) && overlaps(other.out(), use.out())) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlaps(Interval one, Interval other) {
    return one.start().compareTo(other.end()) < 0 && other.start().compareTo(one.end()) < 0;
  }

  /** Whether it is a render's sound where that is silent: then nobody is missing. */
  static boolean isSilent(Use use) {
    return use.medium() == Medium.AUDIO
        && use.visible().signum() == 0
        && use.weight().stream()
            .allMatch(ramp -> ramp.start().signum() > 0 || ramp.end().signum() > 0);
  }

  /** The reason that a use is not noticed. */
  Reason why(Use use) {
    if (use.medium() == Medium.AUDIO) {
      return Reason.MUTED;
    }
    if (use.box() != null && use.box().isEmpty()) {
      return Reason.OUTSIDE_OF_FRAME;
    }
    boolean isFaded =
        use.weight().stream()
            .anyMatch(ramp -> ramp.start().signum() == 0 && ramp.end().signum() == 0);
    if (isFaded || !covers(use)) {
      return Reason.TRANSPARENT;
    }
    // Where alpha was measured, the lineage does not say how much of it there is.
    return use.method().equals(Use.MEASURED) ? Reason.UNKNOWN : Reason.COVERED;
  }
}
