package io.patchwork.worker;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Use;
import io.patchwork.worker.attribution.LineageBuilder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who is where in a film, a use a line, for goldens. Times are in seconds. */
public final class LineageText {

  private LineageText() {}

  public static String of(LineageBuilder lineage) {
    return of(lineage.uses(), lineage.generated());
  }

  public static String of(List<Use> uses, List<Generated> generated) {
    return PlanText.plain(
        Stream.concat(
                uses.stream().map(LineageText::line), generated.stream().map(LineageText::line))
            .collect(Collectors.joining("\n")));
  }

  private static String line(Use use) {
    String text =
        use.medium()
            + " layer "
            + use.layer()
            + ", "
            + text(use.out())
            + ": "
            + use.asset()
            + " "
            + text(use.source());
    if (use.box() != null && !use.box().equals(Box.WHOLE)) {
      text += ", in " + text(use.box());
    }
    if (use.pan() != null) {
      text += ", picture from " + text(use.pan().start()) + " to " + text(use.pan().end());
    }
    if (!use.weight().isEmpty()) {
      text +=
          use.weight().stream()
              .map(ramp -> ramp.start() + " to " + ramp.end())
              .collect(Collectors.joining(" times ", ", weight ", ""));
    }
    return text + ", seen " + use.visible();
  }

  private static String line(Generated generated) {
    return generated.medium()
        + " "
        + text(generated.out())
        + ": "
        + generated.generator()
        + ", seen "
        + generated.visible();
  }

  private static String text(Box box) {
    return "%s %s %s %s".formatted(box.left(), box.top(), box.right(), box.bottom());
  }

  private static String text(Interval interval) {
    return interval.start() + " to " + interval.end();
  }
}
