package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Composes films whose renders are not composed yet, each once. Renders of ours cannot be in
 * themselves, because a digest names what is in them; documents from elsewhere can say so, and are
 * refused.
 */
public final class Ancestry {

  /** Renders inside of renders. */
  private static final int MAX_DEPTH = 200;

  private final Function<AssetContent, Optional<Mosaic>> films;
  private final RemixMakers makers;
  private final Mixing mixing;
  private final Map<Sha256, Mosaic> composed = new HashMap<>();
  private final Set<AssetContent> open = new LinkedHashSet<>();

  /**
   * Films by the contents of assets.
   *
   * @param films a film's own parts; empty for an asset that is no film
   */
  public Ancestry(Function<AssetContent, Optional<Mosaic>> films) {
    this(films, RemixMakers.UNCOUNTED, Mixing.AMPLITUDE);
  }

  /**
   * The same for shares of those who made remixes.
   *
   * @param mixing by what the sounds of the outermost film share
   */
  public Ancestry(
      Function<AssetContent, Optional<Mosaic>> films, RemixMakers makers, Mixing mixing) {
    this.films = films;
    this.makers = makers;
    this.mixing = mixing;
  }

  /**
   * Composes a film.
   *
   * @throws Refused if a film is in itself, naming the way; or too deep or with too much in it
   */
  public Mosaic compose(Mosaic film) throws Refused {
    if (open.size() > MAX_DEPTH) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          "More than "
              + MAX_DEPTH
              + " renders are inside of each other; give documents of renders with fewer"
              + " generations.");
    }
    for (Slice slice : film.pictures()) {
      composeInside(slice);
    }
    for (Slice slice : film.sound()) {
      composeInside(slice);
    }
    return Composition.of(
        film,
        content -> Optional.ofNullable(composed.get(content)),
        makers,
        open.isEmpty() ? mixing : Mixing.AMPLITUDE);
  }

  private void composeInside(Slice slice) throws Refused {
    for (Tile tile : slice.tiles()) {
      for (Part part : tile.parts()) {
        if (part.playback() != null
            && part.origin() instanceof Origin.OfAsset origin
            && !composed.containsKey(origin.sha256())) {
          compose(origin.content());
        }
      }
    }
  }

  private void compose(AssetContent asset) throws Refused {
    Optional<Mosaic> inner = films.apply(asset);
    if (inner.isEmpty()) {
      return;
    }
    if (!open.add(asset)) {
      throw new Refused(
          FailureCode.INVALID_LINEAGE,
          "A render is said to be inside of itself: "
              + Stream.concat(
                      open.stream().dropWhile(each -> !each.equals(asset)), Stream.of(asset))
                  .map(each -> each.asset().value())
                  .collect(Collectors.joining(" → "))
              + "; correct the document that says so.");
    }
    Mosaic mosaic = compose(inner.get());
    open.remove(asset);
    composed.put(asset.sha256(), mosaic);
  }
}
