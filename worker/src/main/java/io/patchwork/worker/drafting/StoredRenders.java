package io.patchwork.worker.drafting;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.proposal.LineageHoldings;
import io.patchwork.worker.proposal.RenderHoldings;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.render.LineageVersions;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.StoredDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What everybody has of renders in a store. */
final class StoredRenders {

  private static final int MAX_BYTES = 256 << 20;

  private final ObjectStore store;

  StoredRenders(ObjectStore store) {
    this.store = store;
  }

  /**
   * What was counted.
   *
   * @param people with the names by which they wish to be credited
   */
  record Counted(RenderHoldings holdings, List<Contributor> people) {}

  /**
   * What everybody has of the current revision of a render.
   *
   * @throws Refused if it is not rendered, or was before parts of renders were kept
   */
  Counted count(Id render, Policy policy) throws Refused {
    LatestRevision latest =
        new JsonObjects(store, MAX_BYTES)
            .read(StoreLayout.latestRevision(render), LatestRevision.class)
            .orElseThrow(() ->
                new Refused(
                    FailureCode.SOURCE_NOT_FOUND,
                    "There is no render \"" + render + "\"; name one that is finished."));
    LineageVersions.Version version =
        new LineageVersions(store)
            .latest(new RenderRevision(render, latest.revision()))
            .orElseThrow(() ->
                new Refused(
                    FailureCode.SOURCE_NOT_FOUND,
                    "The render " + render + " is not finished; render it first."));
    Lineage lineage = version.lineage();
    Mosaic film =
        ownParts(new RenderRevision(render, latest.revision()))
            .orElseThrow(() ->
                new Refused(
                    FailureCode.SOURCE_NOT_FOUND,
                    "The render "
                        + render
                        + " was made before parts of renders were kept, so nobody's share of it is"
                        + " known; render it again, which encodes nothing that is there."));
    Map<AssetContent, Mosaic> films = new HashMap<>();
    for (Credit credit : lineage.credits()) {
      RenderRevision made = credit.render();
      if (made != null && credit.nestedContributors().isEmpty()) {
        ownParts(made).ifPresent(parts -> films.put(credit.content(), parts));
      }
    }
    RenderHoldings holdings =
        LineageHoldings.of(
            lineage,
            version.digest(),
            film,
            asset -> Optional.ofNullable(films.get(asset)),
            policy);
    List<Contributor> people =
        Stream.concat(
                lineage.credits().stream()
                    .flatMap(credit ->
                        Stream.concat(
                            credit.contributors().stream(), credit.nestedContributors().stream())),
                lineage.additionalCredits().stream())
            .toList();
    return new Counted(holdings, people);
  }

  private Optional<Mosaic> ownParts(RenderRevision revision) {
    ObjectKey key = StoreLayout.ownParts(revision.render(), revision.revision());
    return store
        .read(key, MAX_BYTES)
        .map(content -> StoredDocument.parse(key, content.bytes(), Mosaic.class));
  }
}
