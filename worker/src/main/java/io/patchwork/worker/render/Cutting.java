package io.patchwork.worker.render;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.edit.Layer;
import io.patchwork.worker.edit.Motion;
import io.patchwork.worker.edit.Picture;
import io.patchwork.worker.edit.Screen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a picture is cut into pieces that are made on their own: at edits, and inside of long clips
 * on a grid in the clip's own time, so that trimming or moving it changes as few pieces as may be.
 * What lasts less than a second joins what follows it, a transition so the clip that comes. Pure.
 */
final class Cutting {

  /** Length of a closed group of pictures, the grid that everything is cut on. */
  private static final int GOP_SECONDS = 2;

  private static final int GOPS_PER_PIECE = 2;

  private final Screen screen;
  private final long second;
  private final List<Piece> pieces = new ArrayList<>();
  private List<Long> open = new ArrayList<>();

  private Cutting(Screen screen, FrameRate rate) {
    this.screen = screen;
    this.second = Math.max(1, rate.perSecond().round().longValueExact());
  }

  /**
   * Frames that are made together.
   *
   * @param cuts the first frame, the frames at which something in them changes, and the end
   */
  record Piece(List<Long> cuts) {
    Piece {
      cuts = List.copyOf(cuts);
    }

    long frames() {
      return cuts.getLast() - cuts.getFirst();
    }
  }

  static List<Piece> pieces(Screen screen, FrameRate rate) {
    return new Cutting(screen, rate).pieces();
  }

  private List<Piece> pieces() {
    List<Long> cuts = screen.visibleCuts();
    open.add(0L);
    for (int i = 1; i < cuts.size(); i++) {
      span(cuts.get(i - 1), cuts.get(i));
    }
    if (open.size() > 1) {
      closeOrJoin();
    }
    return pieces;
  }

  private void span(long from, long to) {
    List<Layer> layers = screen.shot(from, to).layers();
    long step = step(layers);
    long least = Math.min(second, step);
    long grid = grid(layers, from);
    for (long at = from; at < to; ) {
      long cut = (Math.floorDiv(at + grid, step) + 1) * step - grid;
      if (cut - open.getFirst() < least) {
        cut += step;
      }
      if (to - cut < least) {
        cut = to;
      }
      open.add(cut);
      at = cut;
      if (cut - open.getFirst() >= least) {
        close();
      }
    }
  }

  private void close() {
    long end = open.getLast();
    pieces.add(new Piece(open));
    open = new ArrayList<>(List.of(end));
  }

  /** What is left at the end of the film is a piece, or joins the last one if it is short. */
  private void closeOrJoin() {
    if (pieces.isEmpty()) {
      close();
      return;
    }
    List<Long> cuts = new ArrayList<>(pieces.removeLast().cuts());
    cuts.addAll(open.subList(1, open.size()));
    pieces.add(new Piece(cuts));
  }

  /** Frames that run backwards are all held at once: fewer of them. */
  private long step(List<Layer> layers) {
    Fraction fastest =
        all(layers)
            .map(Picture.Moving::motion)
            .filter(Motion::isBackwards)
            .map(motion -> motion.step().abs())
            .max(Comparator.naturalOrder())
            .orElse(Fraction.ZERO);
    if (fastest.signum() == 0) {
      return GOPS_PER_PIECE * GOP_SECONDS * second;
    }
    long frames = Fraction.of(second).dividedBy(fastest).floor().longValueExact();
    return Math.max(1, Math.min(second, frames));
  }

  private static Stream<Picture.Moving> all(List<Layer> layers) {
    return layers.stream()
        .flatMap(layer ->
            switch (layer.picture()) {
              case Picture.Moving moving -> Stream.of(moving);
              case Picture.Still _, Picture.Lettered _, Picture.Solid _, Picture.Bars _ ->
                  Stream.empty();
              case Picture.Layered(List<Layer> inner) -> all(inner);
              case Picture.Crossing crossing ->
                  Stream.concat(all(crossing.after().layers()), all(crossing.before().layers()));
            });
  }

  /**
   * What to add to a frame of the output to count it from the first of the lowest clip that moves:
   * titles and inserts lie above.
   */
  private long grid(List<Layer> layers, long from) {
    return all(layers)
        .findFirst()
        .map(Picture.Moving::motion)
        .filter(Motion::isPlain)
        .map(motion -> motion.first().floor().longValueExact() - from)
        .orElse(-from);
  }
}
