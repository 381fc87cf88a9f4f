package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderMethod;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.artifact.AtOnce;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.composition.InRenders;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.Manifests;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The renders in the store that are assets of a timeline; each is read once. For one plan. */
final class StoredAncestors implements Ancestors {

  private static final int READ_AT_ONCE = 16;

  private final RenderStore renders;
  private final Manifests manifests;
  private final Map<Sha256, Mosaic> films = new HashMap<>();

  /** Who made the assets that are in these renders, as it was when they were rendered. */
  private final Map<AssetContent, Credit> credits = new HashMap<>();

  StoredAncestors(RenderStore renders, Manifests manifests) {
    this.renders = renders;
    this.manifests = manifests;
  }

  /** A manifest, and the renders whose file or packets its content is. */
  private record Matched(AssetManifest manifest, List<RenderRevision> files, PacketMatch packets) {}

  /**
   * Some assets, with what is known of the renders in them; those that are not ingested are none.
   */
  Map<Id, Optional<SourceMedia>> media(Collection<Id> assets) throws Failure, InterruptedException {
    List<Id> all = List.copyOf(assets);
    List<Optional<Matched>> found =
        AtOnce.all(
            all.stream().<AtOnce.Task<Optional<Matched>>>map(asset -> () -> find(asset)).toList(),
            READ_AT_ONCE);
    Map<Id, Optional<SourceMedia>> media = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      media.put(all.get(i), found.get(i).map(this::media));
    }
    return media;
  }

  /** An asset, with what is known of the renders in it. */
  Optional<SourceMedia> media(Id asset) {
    return find(asset).map(this::media);
  }

  private Optional<Matched> find(Id asset) {
    return manifests
        .find(asset)
        .map(stored -> {
          AssetManifest manifest = stored.manifest();
          List<RenderRevision> files = renders.rendersOf(manifest.sha256());
          return new Matched(
              manifest,
              files,
              files.isEmpty() ? PacketMatch.of(manifest.media(), renders) : PacketMatch.NONE);
        });
  }

  private SourceMedia media(Matched matched) {
    AssetManifest manifest = matched.manifest;
    SourceMedia media = SourceMedia.of(manifest);
    if (!matched.files.isEmpty()) {
      return media.with(output(manifest, matched.files, RenderMethod.FILE));
    }
    PacketMatch packets = matched.packets;
    return media.with(
        !packets.whole().isEmpty()
            ? output(manifest, packets.whole(), RenderMethod.PACKETS)
            : !packets.partial().isEmpty()
                ? containing(packets.partial(), RenderMethod.PACKETS)
                : declared(manifest));
  }

  /**
   * An asset that is the output of renders. Where these have different people in them, that which
   * the asset's makers name counts; if they name none, nobody knows which it is.
   *
   * @param outputs the latest first
   */
  private InRenders output(
      AssetManifest manifest, List<RenderRevision> outputs, RenderMethod method) {
    List<RenderRevision> named =
        outputs.stream().filter(each -> manifest.resources().contains(each.render())).toList();
    List<RenderRevision> revisions = named.isEmpty() ? outputs : named;
    List<Lineage> lineages =
        revisions.stream().flatMap(each -> renders.lineage(each).stream()).toList();
    if (lineages.isEmpty()) {
      return declared(manifest);
    }
    Map<Id, Optional<Sha256>> latest = new LinkedHashMap<>();
    lineages.forEach(each -> latest.putIfAbsent(each.render(), Optional.ofNullable(each.mosaic())));
    if (new HashSet<>(latest.values()).size() > 1) {
      return containing(revisions, method);
    }
    revisions.stream()
        .flatMap(each -> renders.mosaic(each).stream())
        .findFirst()
        .ifPresent(mosaic -> films.put(manifest.sha256(), mosaic));
    lineages.forEach(lineage ->
        lineage.credits().forEach(credit -> credits.putIfAbsent(credit.content(), credit)));
    // Revisions with equal output may credit different people.
    return new InRenders(
        revisions.getFirst(),
        List.of(),
        method,
        CreditRoll.people(lineages),
        lineages.getFirst().additionalCredits().stream().distinct().toList());
  }

  /** An asset with renders in it that nobody knows the part of. */
  private InRenders containing(List<RenderRevision> contained, RenderMethod method) {
    return InRenders.containing(
        contained,
        method,
        CreditRoll.people(
            contained.stream().flatMap(each -> renders.lineage(each).stream()).toList()));
  }

  /** The renders that the makers of an asset name as sources. */
  private InRenders declared(AssetManifest manifest) {
    Set<Id> seen = new HashSet<>();
    List<RenderRevision> declared =
        manifest.resources().stream()
            .flatMap(each -> rendersNamed(each, seen).stream())
            .distinct()
            .toList();
    return declared.isEmpty() ? InRenders.NONE : containing(declared, RenderMethod.DECLARED);
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
        .map(manifest -> before.by(manifest.contributors(), manifest.work()))
        .orElse(before);
  }
}
