package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.TimelineText;
import java.util.ArrayList;
import java.util.List;

/** Layers as text, one per line, for goldens. Times count from the shot's start. */
final class LayerText {

  private final List<String> lines = new ArrayList<>();

  private LayerText() {}

  /** The shots between the cuts at which something changes that is seen. */
  static String shots(LayerEvaluator screen) {
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
      lines.add(indent + picture(layer.content()) + done(layer));
      switch (layer.content()) {
        case LayerContent.Group(List<Layer> inner) -> layers(inner, indent + "  ");
        case LayerContent.TransitionContent transition -> {
          lines.add(indent + "  from");
          layers(transition.before().layers(), indent + "    ");
          lines.add(indent + "  to");
          layers(transition.after().layers(), indent + "    ");
        }
        default -> {}
      }
    }
  }

  private static String picture(LayerContent picture) {
    return switch (picture) {
      case LayerContent.Video moving -> moving.asset() + " " + text(moving.retime());
      case LayerContent.Still still -> still.asset() + " standing";
      case LayerContent.RasterizedText words ->
          "words at x " + words.x() + ", y " + TimelineText.text(words.y());
      case LayerContent.SolidColour(String colour) -> "colour " + colour;
      case LayerContent.ColourBars _ -> "bars";
      case LayerContent.Group _ -> "group";
      case LayerContent.TransitionContent transition ->
          transition.kind() + ", progress " + TimelineText.text(transition.progress());
    };
  }

  private static String text(Retime retime) {
    return "from frame "
        + retime.first()
        + (retime.isPlain() ? "" : " in steps of " + retime.step() + " at " + retime.grid());
  }

  private static String done(Layer layer) {
    StringBuilder text = new StringBuilder();
    if (!layer.zoom().equals(VideoTreatment.Zoom.NONE)) {
      text.append(", zoom from ").append(TimelineText.text(layer.zoom().from()));
      text.append(" to ").append(TimelineText.text(layer.zoom().to()));
    }
    if (!layer.rectangle().isWhole()) {
      text.append(", in ").append(TimelineText.text(layer.rectangle()));
    }
    CanvasPlace canvas = layer.canvas();
    if (canvas != null) {
      text.append(", its frame at x ").append(TimelineText.text(canvas.x()));
      text.append(", y ").append(TimelineText.text(canvas.y()));
      text.append(", width ").append(TimelineText.text(canvas.width()));
      text.append(", height ").append(TimelineText.text(canvas.height()));
    }
    for (Curve opacity : layer.opacity()) {
      text.append(", opacity ").append(TimelineText.text(opacity));
    }
    return text.toString();
  }

  /** Mix clips of each track, one per line. */
  static String mixClips(List<List<MixClip>> tracks) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      for (MixClip mixClip : tracks.get(i)) {
        lines.add("track " + i + ": " + text(mixClip));
      }
    }
    return String.join("\n", lines);
  }

  private static String text(MixClip mixClip) {
    StringBuilder text =
        new StringBuilder(
            "samples %d to %d: %s from sample %s"
                .formatted(
                    mixClip.at(),
                    mixClip.end(),
                    mixClip.source().asset(),
                    mixClip.first().toString()));
    if (!mixClip.speed().equals(Fraction.ONE)) {
      text.append(", speed ").append(mixClip.speed());
    }
    for (Curve gain : mixClip.gain()) {
      text.append(", gain ").append(TimelineText.text(gain));
    }
    if (!mixClip.channels().isEmpty()) {
      text.append(", channels ").append(mixClip.channels());
    }
    if (mixClip.pan().signum() != 0) {
      text.append(", pan ").append(mixClip.pan());
    }
    return text.toString();
  }
}
