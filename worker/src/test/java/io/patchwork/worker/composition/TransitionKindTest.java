package io.patchwork.worker.composition;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.worker.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transition kinds by our names and those of editors. */
@ExtendWith(Golden.Finder.class)
final class TransitionKindTest {

  private static String line(TransitionKind kind) {
    TransitionKind backwards = kind.backwards();
    return kind.wireName()
        + ": "
        + (kind.dips() ? "a colour" : "xfade " + kind.xfade())
        + (backwards == kind ? "" : ", backwards " + backwards.wireName());
  }

  @Test
  void everyTransitionHasItsXfadeAndItsOpposite(Golden golden) {
    List<String> lines = new ArrayList<>();
    TransitionKind[] kinds = TransitionKind.values();
    for (int i = 0; i < kinds.length; i += 2) {
      lines.add(line(kinds[i]) + (i + 1 < kinds.length ? "; " + line(kinds[i + 1]) : ""));
    }
    golden.shows("all kinds", String.join("\n", lines));
  }

  private static String named(String type, String name) {
    Composable.Transition transition =
        new Composable.Transition(
            name,
            type,
            RationalTime.ZERO,
            RationalTime.ZERO,
            Composable.TransitionOptions.PLAIN,
            true);
    return type
        + (name.isEmpty() ? "" : " \"" + name + "\"")
        + ": "
        + TransitionKind.of(transition).map(TransitionKind::wireName).orElse("unknown");
  }

  @Test
  void editorsNamesOfTransitionsAreUnderstood(Golden golden) {
    golden.shows(
        "types and names of transitions",
        String.join(
            "\n",
            named("SMPTE_Dissolve", ""),
            named("Custom_Transition", "Cross Dissolve"),
            named("Custom_Transition", "Dip to White"),
            named("Custom_Transition", "Fade Through Black"),
            named("SMPTE_Wipe", ""),
            named("wipe-top-left", ""),
            named("Push", ""),
            named("Slide", ""),
            named("Iris Round", ""),
            named("Clock Wipe", ""),
            named("Page Peel", "")));
  }
}
