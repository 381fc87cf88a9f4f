package io.patchwork.worker.evidence;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.attribution.absence.Evidence;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.export.CreditedTimeline;
import io.patchwork.worker.composition.AssetCatalog;
import io.patchwork.worker.composition.ClipPlace;
import io.patchwork.worker.composition.ClipPlaces;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What a store has that says who is in a render, and who is not. */
public final class StoredEvidence {

  private static final int MAX_BYTES = 256 << 20;
  private static final int MAX_TEXT_BYTES = 32 << 20;

  private final ObjectStore store;
  private final Lineage lineage;
  private final Manifests manifests;

  /** Of the assets that the timeline itself uses. */
  private final Map<Id, Sha256> contents = new HashMap<>();

  private final Map<Id, Optional<SourceMedia>> sources = new HashMap<>();

  /** Of a finished render. */
  public StoredEvidence(ObjectStore store, Lineage lineage) {
    this.store = store;
    this.lineage = lineage;
    this.manifests = new Manifests(store);
    lineage.uses().forEach(use -> contents.put(use.asset(), use.sha256()));
  }

  /** The render's parts with those of renders in their places; empty where they were not kept. */
  public Optional<Mosaic> composed() {
    return mosaic(StoreLayout.mosaic(lineage.render(), lineage.revision()));
  }

  private Optional<Mosaic> mosaic(ObjectKey key) {
    return store
        .read(key, MAX_BYTES)
        .map(content -> StoredDocument.parse(key, content.bytes(), Mosaic.class));
  }

  /** What says who is not in it. */
  public Evidence evidence() {
    Optional<Timeline> timeline = timeline();
    Map<Id, Mosaic> films = new HashMap<>();
    renders()
        .forEach((asset, made) -> {
          if (asset.sha256().equals(contents.get(asset.asset()))) {
            mosaic(StoreLayout.mosaic(made.render(), made.revision()))
                .ifPresent(film -> films.put(asset.asset(), film));
          }
        });
    return new Evidence(
        lineage,
        timeline.flatMap(this::places).orElse(null),
        timeline.map(each -> each.additionalCredits().influences()).orElse(List.of()),
        mosaic(StoreLayout.ownParts(lineage.render(), lineage.revision())).orElse(null),
        films);
  }

  private Optional<Lineage> lineage(RenderRevision made) {
    return store
        .read(StoreLayout.lineage(made.render(), made.revision()), MAX_BYTES)
        .map(content ->
            StoredDocument.parse(content.object().key(), content.bytes(), Lineage.class));
  }

  /** The renders among the assets whose parts are known. */
  private Map<AssetContent, RenderRevision> renders() {
    Map<AssetContent, RenderRevision> renders = new LinkedHashMap<>();
    for (Credit credit : lineage.credits()) {
      RenderRevision made = credit.render();
      if (made != null && credit.nestedContributors().isEmpty()) {
        renders.put(credit.content(), made);
      }
    }
    return renders;
  }

  private Optional<Timeline> timeline() {
    try {
      Optional<JsonNode> document = timelineDocument();
      return document.isEmpty() ? Optional.empty() : Optional.of(OtioReader.read(document.get()));
    } catch (InvalidTimeline unreadable) {
      return Optional.empty();
    }
  }

  private Optional<JsonNode> timelineDocument() throws InvalidTimeline {
    ObjectKey key = StoreLayout.renderOutput(lineage.render(), lineage.revision(), "timeline.otio");
    Optional<ObjectStore.Content> kept = store.read(key, OtioJson.MAX_BYTES);
    return kept.isEmpty() ? Optional.empty() : Optional.of(OtioJson.read(kept.get().bytes()));
  }

  /**
   * The timeline that was rendered, in which each clip says what the lineage says of it; empty
   * where it was not kept, or the length of a clip that plays is not known any more.
   */
  public Optional<CreditedTimeline> creditedTimeline() {
    try {
      Optional<JsonNode> document = timelineDocument();
      return document.isEmpty()
          ? Optional.empty()
          : places(OtioReader.read(CreditedTimeline.numbered(document.get())))
              .map(places -> CreditedTimeline.of(document.get(), lineage, places));
    } catch (InvalidTimeline unreadable) {
      return Optional.empty();
    }
  }

  private Optional<List<ClipPlace>> places(Timeline timeline) {
    return Optional.ofNullable(lineage.timelineRange())
        .flatMap((Interval range) ->
            ClipPlaces.of(
                timeline,
                catalog(),
                range,
                lineage.duration(),
                lineage.frameRate(),
                lineage.sampleRate() != 0));
  }

  private Optional<SourceMedia> rendered(Id asset) {
    return manifests
        .find(asset)
        .map(stored -> SourceMedia.of(stored.manifest()))
        .filter(source -> contents.getOrDefault(asset, source.sha256()).equals(source.sha256()));
  }

  /** Assets with the content that was rendered; each is read once. */
  private AssetCatalog catalog() {
    return new AssetCatalog() {
      @Override
      public Optional<SourceMedia> find(Id asset) {
        return sources.computeIfAbsent(asset, StoredEvidence.this::rendered);
      }

      @Override
      public Optional<String> text(SourceMedia source) {
        return Optional.ofNullable(source.text())
            .flatMap(text -> store.read(new ObjectKey(text.key()), MAX_TEXT_BYTES))
            .map(content -> new String(content.bytes(), StandardCharsets.UTF_8));
      }
    };
  }

  /**
   * Who made the assets that are not used, as the renders that they are in say, and else as it is
   * now.
   */
  public Map<Id, List<Contributor>> makersOfUnused(Evidence evidence) {
    Map<Id, List<Contributor>> makers = new HashMap<>();
    renders()
        .values()
        .forEach(made ->
            lineage(made)
                .ifPresent(inner ->
                    inner
                        .credits()
                        .forEach(
                            credit -> makers.putIfAbsent(credit.asset(), credit.contributors()))));
    TreeSet<Id> others = new TreeSet<>(evidence.influences());
    lineage.credits().forEach(credit -> others.addAll(credit.resources()));
    Optional.ofNullable(evidence.places()).stream()
        .flatMap(List::stream)
        .map(ClipPlace::asset)
        .forEach(others::add);
    others.removeAll(makers.keySet());
    lineage.credits().forEach(credit -> others.remove(credit.asset()));
    for (Id asset : others) {
      manifests
          .find(asset)
          .ifPresent(stored -> makers.put(asset, stored.manifest().contributors()));
    }
    return makers;
  }
}
