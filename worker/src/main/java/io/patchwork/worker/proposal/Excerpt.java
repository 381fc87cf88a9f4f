package io.patchwork.worker.proposal;

import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a film is a range of one asset as it is, and nothing else but silence: whoever rendered
 * that added nothing, and keeps no share of it.
 */
final class Excerpt {

  private static final Fraction SAMPLE = Fraction.of(1, 48_000);

  private @Nullable AssetContent asset;

  /** How much later the film shows it than the asset does. */
  private @Nullable RationalTime delay;

  private @Nullable Polynomial weight;

  private Excerpt() {}

  /** Whether slices of a film's own parts are; so is a film that has none. */
  static boolean is(List<Slice> slices) {
    Excerpt excerpt = new Excerpt();
    return slices.stream()
        .filter(slice -> !slice.tiles().isEmpty())
        .allMatch(slice ->
            slice.tiles().size() == 1
                && slice.tiles().getFirst().parts().size() == 1
                && excerpt.goesOn(slice, slice.tiles().getFirst().parts().getFirst()));
  }

  /** Equal but for less than a sample: a sound ends with a sample, a film with a frame. */
  private static boolean isAlike(RationalTime some, RationalTime other) {
    return some.minus(other).seconds().abs().compareTo(SAMPLE) < 0;
  }

  private boolean goesOn(Slice slice, Part part) {
    if (!(part.origin() instanceof Origin.OfAsset origin)
        || !part.picture().equals(Box.WHOLE)
        || !part.weight().isConstant()
        || !isAlike(part.source().length(), slice.out().length())) {
      return false;
    }
    RationalTime later = slice.out().start().minus(part.source().start());
    boolean isFirst = asset == null;
    if (isFirst) {
      asset = origin.content();
      delay = later;
      weight = part.weight();
    }
    return origin.content().equals(asset) && later.equals(delay) && part.weight().equals(weight);
  }
}
