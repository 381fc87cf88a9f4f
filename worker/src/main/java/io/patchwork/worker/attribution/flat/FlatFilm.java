package io.patchwork.worker.attribution.flat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ImportedLineage;
import io.patchwork.worker.attribution.ancestry.Composition;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Readout;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Slices;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A film with the renders in it replaced by what is in them.
 *
 * @param uses what is seen, heard and read, and what is in the timeline and is not
 * @param shares of everybody at each instant
 */
public record FlatFilm(RationalTime duration, List<Use> uses, Mosaic shares) {

  public FlatFilm {
    uses = List.copyOf(uses);
  }

  /** A film with what it is composed of, as it was kept. */
  public static FlatFilm of(Lineage lineage, Mosaic composed) {
    return new FlatFilm(lineage.duration(), uses(lineage), composed);
  }

  /**
   * A film of which nothing but the lineage is at hand: a share that changes within a use is its
   * mean there.
   *
   * @throws Refused if there is too much in it
   */
  public static FlatFilm of(Lineage lineage) throws Refused {
    List<Use> uses = uses(lineage);
    List<Slices.Ranged> pictures = new ArrayList<>();
    uses.stream()
        .filter(use -> use.medium() == Medium.VIDEO && use.isPresent())
        .forEach(use ->
            pictures.add(
                new Slices.Ranged(
                    use.out(), part(lineage, use, Polynomial.constant(use.visible())))));
    Stream.concat(lineage.generated().stream(), lineage.nestedGenerated().stream())
        .filter(each -> each.medium() == Medium.VIDEO && each.visible().signum() > 0)
        .forEach(each -> pictures.add(new Slices.Ranged(each.out(), part(each))));
    List<Text> text =
        uses.stream()
            .filter(use -> use.medium() == Medium.TEXT)
            .map(use ->
                new Text(
                    use.out(),
                    new Origin.OfAsset(use.asset(), use.sha256()),
                    use.source(),
                    null,
                    null,
                    via(use, lineage)))
            .toList();
    Mosaic shares =
        new Mosaic(
            lineage.duration(),
            lineage.frameRate(),
            pictures.isEmpty() ? List.of() : Slices.of(pictures, lineage.duration()),
            sound(lineage),
            text);
    return new FlatFilm(lineage.duration(), uses, shares);
  }

  /**
   * A lineage from elsewhere.
   *
   * @throws Refused if it contradicts itself, if a film is in itself, or if there is too much in it
   */
  public static FlatFilm of(ImportedLineage document) throws Refused {
    Mosaic composed = document.composed();
    List<Use> uses =
        new ArrayList<>(Readout.of(Medium.VIDEO, composed.pictures(), FlatFilm::isOfAsset).uses());
    uses.addAll(Readout.of(Medium.AUDIO, composed.sound(), FlatFilm::isOfAsset).uses());
    return new FlatFilm(composed.duration(), uses, composed);
  }

  private static boolean isOfAsset(Part part) {
    return part.origin() instanceof Origin.OfAsset;
  }

  private static List<Use> uses(Lineage lineage) {
    Set<AssetContent> composed = composed(lineage);
    return Stream.concat(
            lineage.uses().stream().filter(use -> !composed.contains(use.content())),
            lineage.nestedUses().stream())
        .toList();
  }

  /** The renders whose parts are known, so that these stand for them. */
  private static Set<AssetContent> composed(Lineage lineage) {
    return lineage.credits().stream()
        .filter(credit -> credit.render() != null && credit.nestedContributors().isEmpty())
        .map(Credit::content)
        .collect(Collectors.toSet());
  }

  /** The way of a use. A lineage names it by ids alone; that of an asset stands for its content. */
  private static Via via(Use use, Lineage lineage) {
    Map<Id, AssetContent> renders =
        lineage.credits().stream()
            .filter(credit -> credit.render() != null)
            .collect(Collectors.toMap(Credit::asset, Credit::content, (one, other) -> one));
    return Via.of(
        use.via().stream()
            .map(hop ->
                hop.stream().map(id -> renders.getOrDefault(id, AssetContent.unknown(id))).toList())
            .toList());
  }

  private static Part part(Generated each) {
    return Part.generated(each.generator(), Polynomial.constant(each.visible()));
  }

  private static Part part(Lineage lineage, Use use, Polynomial weight) {
    return new Part(
        new Origin.OfAsset(use.asset(), use.sha256()),
        use.source(),
        use.picture() == null ? Box.WHOLE : use.picture(),
        weight,
        use.weight(),
        via(use, lineage),
        use.method(),
        null,
        null);
  }

  /** Shares of the mix, in which a render is one voice; then the shares inside of renders. */
  private static List<Slice> sound(Lineage lineage) throws Refused {
    List<Slices.Ranged> voices =
        lineage.uses().stream()
            .filter(use -> use.medium() == Medium.AUDIO && use.isPresent())
            .map(use ->
                new Slices.Ranged(use.out(), part(lineage, use, Polynomial.product(use.weight()))))
            .toList();
    if (voices.isEmpty()) {
      return List.of();
    }
    Mosaic mix =
        new Mosaic(
            lineage.duration(), null, List.of(), Slices.of(voices, lineage.duration()), List.of());
    Set<AssetContent> composed = composed(lineage);
    List<Slices.Ranged> shares = new ArrayList<>();
    for (Slice slice : Composition.of(mix, content -> Optional.empty()).sound()) {
      for (Tile tile : slice.tiles()) {
        tile.parts().stream()
            .filter(part ->
                !(part.origin() instanceof Origin.OfAsset origin
                    && composed.contains(origin.content())))
            .forEach(part -> shares.add(new Slices.Ranged(slice.out(), part)));
      }
    }
    lineage.nestedUses().stream()
        .filter(use -> use.medium() == Medium.AUDIO && use.isPresent())
        .forEach(use ->
            shares.add(
                new Slices.Ranged(
                    use.out(), part(lineage, use, Polynomial.constant(use.visible())))));
    return shares.isEmpty() ? List.of() : Slices.of(shares, lineage.duration());
  }
}
