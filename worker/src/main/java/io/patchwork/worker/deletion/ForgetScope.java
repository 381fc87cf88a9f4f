package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.inventory.StoredAssets.StoredAsset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a person or an asset is to be forgotten by: its assets, their contents, the renders that
 * hold them, and what of others is equal to it. It grows while the store is read, pass by pass,
 * until a pass adds nothing. For one thread.
 */
final class ForgetScope {

  private final Forget request;
  private final Set<Id> assets = new LinkedHashSet<>();
  private final Set<Sha256> contents = new LinkedHashSet<>();
  private final Set<String> originals = new LinkedHashSet<>();
  private final Set<RenderRevision> revisions = new LinkedHashSet<>();
  private final Set<Sha256> artifacts = new LinkedHashSet<>();

  /** Whose copies of a film that holds it, or whose common works, nobody wants deleted. */
  private final Map<Id, String> shared = new TreeMap<>();

  // Of the pass that runs:

  private final Map<Sha256, Id> twins = new LinkedHashMap<>();
  private final Map<String, Id> sharedOriginals = new LinkedHashMap<>();
  private final Map<Id, Set<Sha256>> unnamed = new LinkedHashMap<>();
  private final Map<ObjectKey, Id> supersededManifests = new LinkedHashMap<>();
  private final Map<Id, Set<Sha256>> earlierContents = new LinkedHashMap<>();
  private final Map<Id, Id> remixes = new LinkedHashMap<>();
  private final Map<ObjectKey, Id> unread = new LinkedHashMap<>();
  private final Set<RenderRevision> corrected = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final List<JobRef> chunkedJobs = new ArrayList<>();
  private boolean hasGrown;

  /**
   * A scope.
   *
   * @param known what was found before, of which the manifests may be gone
   */
  ForgetScope(Forget request, Remembered known) {
    this.request = request;
    assets.addAll(known.assets());
    contents.addAll(known.contents());
    revisions.addAll(known.renders());
    if (request.asset() != null) {
      assets.add(request.asset());
    }
  }

  /** Begins a pass. */
  void begin() {
    twins.clear();
    sharedOriginals.clear();
    unnamed.clear();
    supersededManifests.clear();
    earlierContents.clear();
    remixes.clear();
    unread.clear();
    corrected.clear();
    hasGrown = false;
  }

  /** Whether the pass added something, so that another one is needed. */
  boolean hasGrown() {
    return hasGrown;
  }

  /**
   * Looks at an asset of the store.
   *
   * @param outputs digests of the outputs of the renders that hold it
   */
  void see(StoredAsset asset, Set<Sha256> outputs) {
    @Nullable Id person = request.person();
    asset.unread().forEach(key -> unread.put(key, asset.id()));
    if (assets.contains(asset.id())) {
      add(asset);
      return;
    }
    Set<Id> makers = asset.contributors();
    if (person != null && makers.contains(person)) {
      noteNames(asset, person);
      if (makers.size() == 1) {
        add(asset);
      } else {
        share(asset, "It is by others, too.");
      }
      return;
    }
    if (!Collections.disjoint(asset.digests(), outputs)) {
      share(asset, "It is a film of a render that holds what is forgotten.");
      return;
    }
    stays(asset);
  }

  private void share(StoredAsset asset, String why) {
    if (request.shared() == Forget.Choice.DELETE) {
      add(asset);
    } else {
      shared.put(asset.id(), why);
      stays(asset);
    }
  }

  private void noteNames(StoredAsset asset, Id person) {
    asset.manifests().values().stream()
        .flatMap(manifest -> manifest.contributors().stream())
        .filter(each -> each.id().equals(person))
        .map(Contributor::creditedAs)
        .forEach(names::add);
  }

  /** Adds an asset that goes, whoever made it. */
  void add(StoredAsset asset) {
    if (request.person() != null) {
      noteNames(asset, request.person());
    }
    hasGrown |= assets.add(asset.id());
    hasGrown |= contents.addAll(asset.contents());
    hasGrown |= originals.addAll(asset.originals());
    asset.manifests().values().stream()
        .flatMap(manifest -> manifest.artifacts().stream())
        .map(Artifact::sha256)
        .forEach(artifacts::add);
  }

  private void stays(StoredAsset asset) {
    Set<Sha256> equal =
        asset.contents().stream().filter(contents::contains).collect(Collectors.toSet());
    if (asset.manifests().isEmpty()) {
      // What was made of a file by its address is kept under a name of its content.
      if (!equal.isEmpty()) {
        unnamed.put(asset.id(), equal);
      }
      return;
    }
    Set<Sha256> hers = shared.containsKey(asset.id()) ? Set.of() : earlierBy(asset);
    if (!hers.isEmpty()) {
      earlierContents.put(asset.id(), hers);
      hasGrown |= contents.addAll(hers);
    }
    Set<String> staying = originals(asset, each -> !hers.contains(each));
    originals(asset, hers::contains).stream()
        .filter(each -> !staying.contains(each))
        .forEach(each -> hasGrown |= originals.add(each));
    equal.stream()
        .filter(each -> !hers.contains(each))
        .forEach(each -> twins.putIfAbsent(each, asset.id()));
    staying.stream()
        .filter(each -> originals.contains(each) || hasPersonInIt(each))
        .forEach(each -> sharedOriginals.put(each, asset.id()));
    asset
        .manifests()
        .forEach((key, manifest) -> {
          boolean isCurrent = key.equals(asset.current());
          if (!isCurrent && !shared.containsKey(asset.id()) && namesPerson(manifest)) {
            supersededManifests.put(key, asset.id());
          }
          if (isCurrent) {
            manifest.resources().stream()
                .filter(assets::contains)
                .forEach(each -> remixes.put(asset.id(), each));
          }
        });
  }

  private static Set<String> originals(StoredAsset asset, Predicate<Sha256> isWanted) {
    return asset.manifests().values().stream()
        .filter(manifest -> isWanted.test(manifest.sha256()))
        .map(AssetManifest::original)
        .collect(Collectors.toSet());
  }

  /** Contents that an asset of others had before, when it was by the person alone. */
  private Set<Sha256> earlierBy(StoredAsset asset) {
    if (asset.manifest().isEmpty() || !asset.unread().isEmpty()) {
      // Nobody knows whose its contents are.
      return Set.of();
    }
    Map<Sha256, Boolean> isHers = new LinkedHashMap<>();
    asset
        .manifests()
        .values()
        .forEach(manifest ->
            isHers.merge(
                manifest.sha256(),
                namesPerson(manifest) && manifest.contributors().size() == 1,
                Boolean::logicalAnd));
    asset.manifest().ifPresent(current -> isHers.remove(current.sha256()));
    return isHers.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether an address has the person's id as a part, as the keys of uploads do. */
  private boolean hasPersonInIt(String address) {
    return request.person() != null
        && Arrays.asList(address.split("/", -1)).contains(request.person().value());
  }

  private boolean namesPerson(AssetManifest manifest) {
    return manifest.contributors().stream().anyMatch(each -> each.id().equals(request.person()));
  }

  void add(RenderRevision revision) {
    hasGrown |= revisions.add(revision);
  }

  Forget request() {
    return request;
  }

  /** Assets that are deleted. */
  Set<Id> assets() {
    return assets;
  }

  /** All contents of these assets. */
  Set<Sha256> contents() {
    return contents;
  }

  /** Contents that no asset has that stays. */
  Set<Sha256> onlyContents() {
    return contents.stream()
        .filter(content -> !twins.containsKey(content))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Digests of what was made of these assets. */
  Set<Sha256> artifacts() {
    return artifacts;
  }

  /** Renders that are deleted. */
  Set<RenderRevision> revisions() {
    return revisions;
  }

  /** Assets that stay, by content that they share with deleted ones. */
  Map<Sha256, Id> twins() {
    return twins;
  }

  /** Where the files lay that the assets were made from. */
  Set<String> originals() {
    return originals;
  }

  /** Assets that stay, by file that they were made from and that would go otherwise. */
  Map<String, Id> sharedOriginals() {
    return sharedOriginals;
  }

  /** Folders of contents without a manifest, with those of their contents that are in scope. */
  Map<Id, Set<Sha256>> unnamed() {
    return unnamed;
  }

  /** Manifests that no asset has any more and that name the person. */
  Map<ObjectKey, Id> supersededManifests() {
    return supersededManifests;
  }

  /** Contents by the person alone that assets of others had before. */
  Map<Id, Set<Sha256>> earlierContents() {
    return earlierContents;
  }

  /** Films that name the person no more: their credits were corrected. */
  Set<RenderRevision> corrected() {
    return corrected;
  }

  /** Assets that stay and say that they were made from one that does not. */
  Map<Id, Id> remixes() {
    return remixes;
  }

  /** Assets that stay for others, or that nobody has decided about, with the reason. */
  Map<Id, String> shared() {
    return shared;
  }

  /** Manifests that cannot be read. */
  Map<ObjectKey, Id> unread() {
    return unread;
  }

  /** Jobs about the assets that are under way in chunks; whoever finds one adds it. */
  List<JobRef> chunkedJobs() {
    return chunkedJobs;
  }

  /** How the person is credited. */
  Set<String> names() {
    return names;
  }
}
