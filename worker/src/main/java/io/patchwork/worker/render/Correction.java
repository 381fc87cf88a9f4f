package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.CreditChange;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.artifact.AtOnce;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.Manifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Corrects who made an asset in the lineages of all renders that it is in, itself or through other
 * renders. A lineage that says so already is left alone, so it can be run again after a failure.
 * Thread-safe.
 */
public final class Correction {

  private static final int READ_AT_ONCE = 16;

  private final Manifests manifests;
  private final LineageVersions versions;
  private final UsesIndex uses;

  public Correction(ObjectStore store) {
    this.manifests = new Manifests(store);
    this.versions = new LineageVersions(store);
    this.uses = new UsesIndex(store);
  }

  /** Names the people who made an asset, in place of those who were named before. */
  public void name(Id asset, List<Contributor> contributors) throws Failure {
    manifests.name(asset, contributors);
  }

  /**
   * Writes the lineages anew in which an asset has other contributors than it has now.
   *
   * @return what changed in each
   */
  public Map<RenderRevision, CreditChange> correct(Id asset) throws Failure, InterruptedException {
    AssetManifest manifest = manifests.get(asset).manifest();
    Map<RenderRevision, CreditChange> corrected = new LinkedHashMap<>();
    for (RenderRevision revision : uses.ofAsset(asset)) {
      Optional<CreditChange> change = correct(revision, manifest);
      change.ifPresent(made -> corrected.put(revision, made));
    }
    return corrected;
  }

  /** Corrects a render that just ended: assets may have been corrected since it was planned. */
  void correct(RenderRevision revision) throws Failure, InterruptedException {
    Optional<LineageVersions.Version> version = versions.latest(revision);
    if (version.isEmpty()) {
      return;
    }
    Lineage lineage = version.get().lineage();
    List<AtOnce.Task<Optional<AssetManifest>>> reads =
        lineage.credits().stream()
            .<AtOnce.Task<Optional<AssetManifest>>>map(credit ->
                () -> manifests.find(credit.asset()).map(Manifests.StoredManifest::manifest))
            .toList();
    for (Optional<AssetManifest> manifest : AtOnce.all(reads, READ_AT_ONCE)) {
      if (manifest.isPresent() && change(lineage, manifest.get()).isPresent()) {
        var _ = correct(revision, manifest.get());
      }
    }
  }

  private Optional<CreditChange> correct(RenderRevision revision, AssetManifest manifest)
      throws Failure, InterruptedException {
    Optional<LineageVersions.Version> latest = versions.latest(revision);
    while (latest.isPresent()) {
      Optional<CreditChange> change = change(latest.get().lineage(), manifest);
      if (change.isEmpty()) {
        return Optional.empty();
      }
      Lineage now = corrected(latest.get(), manifest, change.get());
      // The index first: one entry too many harms nobody, one too few hides somebody.
      uses.add(now);
      if (versions.add(latest.get(), now)) {
        return change;
      }
      latest = versions.latest(revision);
    }
    return Optional.empty();
  }

  private static Optional<CreditChange> change(Lineage lineage, AssetManifest manifest) {
    return lineage.credits().stream()
        .filter(credit -> isOf(credit, manifest))
        .filter(credit -> !credit.contributors().equals(manifest.contributors()))
        .map(credit ->
            new CreditChange(credit.asset(), credit.contributors(), manifest.contributors()))
        .findFirst();
  }

  private static boolean isOf(Credit credit, AssetManifest manifest) {
    return credit.asset().equals(manifest.asset()) && credit.sha256().equals(manifest.sha256());
  }

  private static Lineage corrected(
      LineageVersions.Version before, AssetManifest manifest, CreditChange change) {
    List<Credit> credits = new ArrayList<>();
    for (Credit credit : before.lineage().credits()) {
      credits.add(isOf(credit, manifest) ? credit.by(manifest.contributors()) : credit);
    }
    return before.lineage().corrected(before.digest(), credits, List.of(change));
  }
}
