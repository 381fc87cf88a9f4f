package io.patchwork.worker.edit;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Look;
import io.patchwork.worker.TimelineText;
import java.util.ArrayList;
import java.util.List;

/** What is on screen, a layer a line, for goldens. Times count from the shot's start. */
final class LayerText {

  private final List<String> lines = new ArrayList<>();

  private LayerText() {}

  /** The shots between the cuts at which something changes that is seen. */
  static String shots(Screen screen) {
    LayerText text = new LayerText();
    List<Long> cuts = screen.visibleCuts();
    for (int i = 1; i < cuts.size(); i++) {
      text.lines.add("frames " + cuts.get(i - 1) + " to " + cuts.get(i));
      text.layers(screen.shot(cuts.get(i - 1), cuts.get(i)).layers(), "  ");
    }
    return String.join("\n", text.lines);
  }

  private void layers(List<Layer> layers, String indent) {
    if (layers.isEmpty()) {
      lines.add(indent + "nothing");
    }
    for (Layer layer : layers) {
      lines.add(indent + picture(layer.picture()) + done(layer));
      switch (layer.picture()) {
        case Picture.Layered(List<Layer> inner) -> layers(inner, indent + "  ");
        case Picture.Crossing crossing -> {
          lines.add(indent + "  from");
          layers(crossing.before().layers(), indent + "    ");
          lines.add(indent + "  to");
          layers(crossing.after().layers(), indent + "    ");
        }
        default -> {}
      }
    }
  }

  private static String picture(Picture picture) {
    return switch (picture) {
      case Picture.Moving moving -> moving.asset() + " " + text(moving.motion());
      case Picture.Still still -> still.asset() + " standing";
      case Picture.Lettered words ->
          "words at x " + words.x() + ", y " + TimelineText.text(words.y());
      case Picture.Solid(String colour) -> "colour " + colour;
      case Picture.Bars _ -> "bars";
      case Picture.Layered _ -> "group";
      case Picture.Crossing crossing ->
          crossing.kind() + ", progress " + TimelineText.text(crossing.progress());
    };
  }

  private static String text(Motion motion) {
    return "from frame "
        + motion.first()
        + (motion.isPlain() ? "" : " in steps of " + motion.step() + " at " + motion.grid());
  }

  private static String done(Layer layer) {
    StringBuilder text = new StringBuilder();
    if (!layer.zoom().equals(Look.Zoom.NONE)) {
      text.append(", zoom from ").append(TimelineText.text(layer.zoom().from()));
      text.append(" to ").append(TimelineText.text(layer.zoom().to()));
    }
    if (!layer.rectangle().isWhole()) {
      text.append(", in ").append(TimelineText.text(layer.rectangle()));
    }
    for (Curve opacity : layer.opacity()) {
      text.append(", opacity ").append(TimelineText.text(opacity));
    }
    return text.toString();
  }

  /** Voices of each track, one a line. */
  static String voices(List<List<Voice>> tracks) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      for (Voice voice : tracks.get(i)) {
        lines.add("track " + i + ": " + text(voice));
      }
    }
    return String.join("\n", lines);
  }

  private static String text(Voice voice) {
    StringBuilder text =
        new StringBuilder(
            "samples %d to %d: %s from sample %s"
                .formatted(
                    voice.at(), voice.end(), voice.source().asset(), voice.first().toString()));
    if (!voice.speed().equals(Fraction.ONE)) {
      text.append(", speed ").append(voice.speed());
    }
    for (Curve gain : voice.gain()) {
      text.append(", gain ").append(TimelineText.text(gain));
    }
    if (voice.pan().signum() != 0) {
      text.append(", pan ").append(voice.pan());
    }
    return text.toString();
  }
}
