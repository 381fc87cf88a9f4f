package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Films of 24 frames a second that are made of parts and of each other. */
final class TestMosaics {

  static final FrameRate RATE = FrameRate.of(24, 1);

  private final Map<Sha256, Mosaic> films = new HashMap<>();

  static Interval seconds(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 1), RationalTime.ofSeconds(to, 1));
  }

  static Interval frames(long from, long to) {
    return new Interval(RationalTime.ofFrames(from, RATE), RationalTime.ofFrames(to, RATE));
  }

  static Part part(String asset, Interval source, Box picture, Polynomial weight) {
    return new Part(
        new Origin.OfAsset(new Id(asset), Sha256.of(asset)),
        source,
        picture,
        weight,
        List.of(),
        Via.NONE,
        Use.RENDERED,
        null,
        null);
  }

  static Part playing(Part part, Playback playback) {
    return new Part(
        part.origin(),
        part.source(),
        part.picture(),
        part.weight(),
        part.factors(),
        part.via(),
        part.method(),
        playback,
        null);
  }

  static Playback frames(long count, String first, String step) {
    return new Playback.Frames(
        RATE, 0, new Retime(RATE, Fraction.parse(first), Fraction.parse(step), count));
  }

  static Polynomial constant(String value) {
    return Polynomial.constant(Fraction.parse(value));
  }

  static Slice slice(Interval out, Part... parts) {
    return new Slice(out, List.of(Tile.of(Box.WHOLE, List.of(parts))));
  }

  static Mosaic pictures(Slice... slices) {
    return new Mosaic(
        slices[slices.length - 1].out().end(), RATE, List.of(slices), List.of(), List.of());
  }

  Mosaic compose(Mosaic film) throws Refused {
    return Composition.of(film, this::find);
  }

  Optional<Mosaic> find(Sha256 content) {
    return Optional.ofNullable(films.get(content));
  }

  /** Makes a film an asset. */
  void render(String asset, Mosaic film) throws Refused {
    films.put(Sha256.of(asset), compose(film));
  }

  static Part whole(String render, String weight) {
    return playing(part(render, frames(0, 24), Box.WHOLE, constant(weight)), frames(24, "0", "1"));
  }

  /** Seconds of the frame, or of all sound, of each. */
  static Map<String, String> seconds(List<Slice> slices) {
    Map<String, Fraction> sums = new TreeMap<>();
    for (Slice slice : slices) {
      for (Tile tile : slice.tiles()) {
        for (Part part : tile.parts()) {
          String name =
              switch (part.origin()) {
                case Origin.OfAsset origin -> origin.asset().value();
                case Origin.Generated(String generator) -> "(" + generator + ")";
                case Origin.Makers(AssetContent remix, Origin _) -> "made " + remix;
              };
          Fraction share =
              part.weight().mean().times(tile.cell().area()).times(slice.out().length().seconds());
          sums.merge(name, share, Fraction::plus);
        }
      }
    }
    Map<String, String> text = new TreeMap<>();
    sums.forEach((name, sum) -> text.put(name, sum.toString()));
    return text;
  }

  /** An asset that is a film as it is. */
  void put(String asset, Mosaic film) {
    films.put(Sha256.of(asset), film);
  }

  Mosaic get(String asset) {
    return Objects.requireNonNull(films.get(Sha256.of(asset)));
  }
}
