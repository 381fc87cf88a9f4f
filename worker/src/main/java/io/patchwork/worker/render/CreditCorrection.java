package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.CreditChange;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.People;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.artifact.AtOnce;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.storelayout.Tombstones;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Corrects who made an asset, and what it is called, in all renders that it is in: itself, through
 * other renders, or in a render that is in an asset in an unknown part. What says so already is
 * left alone, so it can be run again after a failure. Thread-safe.
 */
public final class CreditCorrection {

  private static final int READ_AT_ONCE = 16;

  private final Manifests manifests;
  private final LineageVersions versions;
  private final UsesIndex uses;
  private final Tombstones tombstones;

  public CreditCorrection(ObjectStore store) {
    this.tombstones = new Tombstones(store);
    this.manifests = new Manifests(store);
    this.versions = new LineageVersions(store);
    this.uses = new UsesIndex(store);
  }

  /**
   * Names the people who made an asset, and the details of the work, in place of those before.
   *
   * @param contributors empty for those that it has
   * @param work null for those that it has
   */
  public void name(Id asset, List<Contributor> contributors, @Nullable WorkDetails work)
      throws Failure {
    manifests.change(
        asset,
        manifest ->
            manifest.by(
                contributors.isEmpty() ? manifest.contributors() : contributors,
                work == null ? manifest.work() : work));
  }

  /**
   * Corrects the renders in which an asset, with the content that it has, is credited otherwise
   * than it is now.
   *
   * @return what changed in each
   */
  public Map<RenderRevision, List<CreditChange>> correct(Id asset)
      throws Failure, InterruptedException {
    AssetManifest manifest = manifests.get(asset).manifest();
    AssetContent content = new AssetContent(asset, manifest.sha256());
    return correct(content, credit -> credit.by(manifest.contributors(), manifest.work()));
  }

  /**
   * The same for a content that the asset had before, of which no manifest says anything now.
   *
   * @throws Refused if it is in no render, as where its digest was mistyped, or if it or one of the
   *     people was forgotten
   */
  public Map<RenderRevision, List<CreditChange>> correct(
      AssetContent content, List<Contributor> contributors) throws Failure, InterruptedException {
    tombstones.check(content.asset(), contributors);
    AtomicBoolean isUsed = new AtomicBoolean();
    Map<RenderRevision, List<CreditChange>> corrected =
        correct(
            content,
            credit -> {
              isUsed.set(true);
              return credit.by(contributors, credit.work());
            });
    if (!isUsed.get()) {
      throw new Refused(
          FailureCode.NOT_INGESTED,
          "No render has the content "
              + content.sha256().hex()
              + " of asset "
              + content.asset()
              + "; take the digest from the lineage of a render that patchwork uses "
              + content.asset()
              + " lists.");
    }
    return corrected;
  }

  private Map<RenderRevision, List<CreditChange>> correct(
      AssetContent content, UnaryOperator<Credit> correction) throws Failure, InterruptedException {
    Map<RenderRevision, List<CreditChange>> corrected = new LinkedHashMap<>();
    for (RenderRevision revision : uses.ofAsset(content.asset())) {
      add(
          revision,
          credit -> credit.content().equals(content) ? correction.apply(credit) : credit,
          corrected);
    }
    // Whoever is in a render is also in the assets that it is in, and in the renders of these.
    Deque<RenderRevision> open = new ArrayDeque<>(corrected.keySet());
    Set<Id> done = new HashSet<>();
    while (!open.isEmpty()) {
      Id render = open.remove().render();
      if (done.add(render)) {
        for (RenderRevision outer : uses.ofRender(render)) {
          if (add(outer, this::withPeopleOfNow, corrected)) {
            open.add(outer);
            done.remove(outer.render());
          }
        }
      }
    }
    return corrected;
  }

  private boolean add(
      RenderRevision revision,
      UnaryOperator<Credit> correction,
      Map<RenderRevision, List<CreditChange>> to)
      throws Failure, InterruptedException {
    List<CreditChange> changes = correct(revision, correction);
    if (!changes.isEmpty()) {
      to.merge(
          revision, changes, (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }
    return !changes.isEmpty();
  }

  /** Corrects a render that just ended: assets may have been corrected since it was planned. */
  void correct(RenderRevision revision) throws Failure, InterruptedException {
    Optional<LineageVersions.Version> version = versions.latest(revision);
    if (version.isEmpty()) {
      return;
    }
    List<Id> assets =
        version.get().lineage().credits().stream().map(Credit::asset).distinct().toList();
    List<AtOnce.Task<Optional<AssetManifest>>> reads =
        assets.stream()
            .<AtOnce.Task<Optional<AssetManifest>>>map(
                asset -> () -> manifests.find(asset).map(Manifests.StoredManifest::manifest))
            .toList();
    Map<AssetContent, AssetManifest> now = new TreeMap<>();
    for (Optional<AssetManifest> manifest : AtOnce.all(reads, READ_AT_ONCE)) {
      manifest.ifPresent(each -> now.put(new AssetContent(each.asset(), each.sha256()), each));
    }
    var _ =
        correct(
            revision,
            credit -> {
              AssetManifest manifest = now.get(credit.content());
              Credit today =
                  manifest == null ? credit : credit.by(manifest.contributors(), manifest.work());
              return withPeopleOfNow(today);
            });
  }

  /** A credit with whoever is now in the renders that are in it in an unknown part. */
  private Credit withPeopleOfNow(Credit credit) {
    List<RenderRevision> inside = credit.untimedRenders();
    return inside.isEmpty()
        ? credit
        : credit.containing(
            CreditRoll.people(
                inside.stream()
                    .flatMap(each -> versions.latest(each).stream())
                    .map(LineageVersions.Version::lineage)
                    .toList()));
  }

  private List<CreditChange> correct(RenderRevision revision, UnaryOperator<Credit> correction)
      throws Failure, InterruptedException {
    Optional<LineageVersions.Version> latest = versions.latest(revision);
    while (latest.isPresent()) {
      Lineage before = latest.get().lineage();
      List<Credit> credits = before.credits().stream().map(correction).toList();
      List<CreditChange> changes = changes(before.credits(), credits);
      if (changes.isEmpty()) {
        return List.of();
      }
      // The index first: one entry too many harms nobody, one too few hides somebody.
      uses.add(before.corrected(latest.get().digest(), credits, changes));
      People people =
          new People(
              revision.render(),
              revision.revision(),
              latest.get().uses(),
              latest.get().digest(),
              changes,
              credits);
      if (versions.add(latest.get(), people)) {
        return changes;
      }
      latest = versions.latest(revision);
    }
    return List.of();
  }

  private static List<CreditChange> changes(List<Credit> before, List<Credit> after) {
    List<CreditChange> changes = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Credit old = before.get(i);
      Credit now = after.get(i);
      if (!people(old).equals(people(now)) || !Objects.equals(old.work(), now.work())) {
        changes.add(
            new CreditChange(old.asset(), old.sha256(), people(old), people(now), now.work()));
      }
    }
    return changes;
  }

  private static List<Contributor> people(Credit credit) {
    return Stream.concat(credit.contributors().stream(), credit.nestedContributors().stream())
        .toList();
  }
}
