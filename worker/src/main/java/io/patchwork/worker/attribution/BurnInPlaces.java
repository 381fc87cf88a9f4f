package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.Subtitles;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where in the frame burnt-in subtitles are. */
public final class BurnInPlaces {

  private final NavigableMap<Long, Subtitles.BurnIn> burnIns = new TreeMap<>();
  private final FrameSize frame;

  /**
   * Of a film's burnt-in text.
   *
   * @param frame size that it was rasterized for
   */
  public BurnInPlaces(List<Subtitles.BurnIn> burnIns, FrameSize frame) {
    burnIns.forEach(each -> this.burnIns.put(each.from(), each));
    this.frame = frame;
  }

  /**
   * The rectangle around all text that is on together with an event; the whole frame where it is
   * not rasterized.
   */
  public Box of(Subtitles.Event event) {
    @Nullable Box box = null;
    for (Subtitles.BurnIn each : burnIns.subMap(event.from(), event.to()).values()) {
      for (Media text : each.texts()) {
        if (text instanceof Media.RasterizedText rasterized) {
          for (Media.Strip strip : rasterized.strips()) {
            box = box == null ? place(strip) : box.around(place(strip));
          }
        }
      }
    }
    return box == null ? Box.WHOLE : box.and(Box.WHOLE);
  }

  private Box place(Media.Strip strip) {
    return new Box(
        Fraction.of(strip.x(), frame.width()),
        Fraction.of(strip.y(), frame.height()),
        Fraction.of((long) strip.x() + strip.width(), frame.width()),
        Fraction.of((long) strip.y() + strip.height(), frame.height()));
  }
}
