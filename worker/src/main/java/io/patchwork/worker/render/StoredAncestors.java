package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.fetch.Manifests;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The renders in the store that are assets of a timeline; each is read once. For one plan. */
final class StoredAncestors implements Ancestors {

  private final RenderStore renders;
  private final Manifests manifests;
  private final Map<Sha256, Mosaic> films = new HashMap<>();

  /** Who made the assets that are in these renders, as it was when they were rendered. */
  private final Map<AssetContent, Credit> credits = new HashMap<>();

  StoredAncestors(RenderStore renders, Manifests manifests) {
    this.renders = renders;
    this.manifests = manifests;
  }

  /** An asset; where it is the output of a render, with what is known of that. */
  SourceMedia media(AssetManifest manifest) {
    SourceMedia media = SourceMedia.of(manifest);
    List<RenderRevision> revisions = renders.rendersOf(manifest.sha256());
    List<Lineage> lineages =
        revisions.stream().flatMap(each -> renders.lineage(each).stream()).toList();
    if (lineages.isEmpty()) {
      return declaring(media);
    }
    revisions.stream()
        .flatMap(each -> renders.mosaic(each).stream())
        .findFirst()
        .ifPresent(mosaic -> films.put(manifest.sha256(), mosaic));
    lineages.forEach(lineage ->
        lineage.credits().forEach(credit -> credits.putIfAbsent(credit.content(), credit)));
    // Revisions with equal output may credit different people.
    return media.of(
        revisions.getFirst(),
        people(lineages.stream().flatMap(lineage -> CreditRoll.people(lineage).stream()).toList()),
        people(
            lineages.stream()
                .limit(1)
                .flatMap(lineage -> lineage.additionalCredits().stream())
                .toList()));
  }

  /** An asset that is no output of a render, with the renders that its makers name as sources. */
  private SourceMedia declaring(SourceMedia media) {
    Set<Id> seen = new HashSet<>();
    List<RenderRevision> declared =
        media.resources().stream()
            .flatMap(each -> rendersNamed(each, seen).stream())
            .distinct()
            .toList();
    return declared.isEmpty()
        ? media
        : media.declaring(
            declared,
            people(
                declared.stream()
                    .flatMap(each -> renders.lineage(each).stream())
                    .flatMap(lineage -> CreditRoll.people(lineage).stream())
                    .toList()));
  }

  /**
   * The render that an asset is the output of or declares itself, or that has the id where no asset
   * has.
   */
  private List<RenderRevision> rendersNamed(Id resource, Set<Id> seen) {
    if (!seen.add(resource)) {
      return List.of();
    }
    Optional<AssetManifest> asset =
        manifests.find(resource).map(Manifests.StoredManifest::manifest);
    if (asset.isEmpty()) {
      return renders.latest(resource).stream().toList();
    }
    List<RenderRevision> made = renders.rendersOf(asset.get().sha256());
    return made.isEmpty()
        ? asset.get().resources().stream()
            .flatMap(each -> rendersNamed(each, seen).stream())
            .distinct()
            .toList()
        : made.subList(0, 1);
  }

  private static List<Contributor> people(List<Contributor> people) {
    return people.stream().distinct().toList();
  }

  @Override
  public Set<Sha256> films() {
    return films.keySet();
  }

  @Override
  public Optional<Mosaic> film(Sha256 content) {
    return Optional.ofNullable(films.get(content));
  }

  /** With its contributors of today; as it was, where the asset has another content by now. */
  @Override
  public Credit credit(AssetContent content) {
    Credit before =
        credits.getOrDefault(
            content, new Credit(content.asset(), content.sha256(), List.of(), List.of()));
    return manifests
        .find(content.asset())
        .map(stored -> stored.manifest())
        .filter(manifest -> manifest.sha256().equals(content.sha256()))
        .map(manifest -> before.by(manifest.contributors()))
        .orElse(before);
  }
}
