package io.patchwork.worker.cli;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderMethod;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.attribution.Attribution;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.composition.AssetCatalog;
import io.patchwork.worker.composition.InRenders;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.render.RenderProfiles;
import io.patchwork.worker.render.plan.RenderPlanBuilder;
import io.patchwork.worker.render.plan.SmartCopy;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A store with assets and renders, as a worker leaves it. For one test. */
final class StoredFilm {

  private static final int MAX_BYTES = 1 << 20;

  private final ObjectStore store;
  private final Map<Id, SourceMedia> assets = new HashMap<>();
  private final Map<Sha256, Attribution> films = new HashMap<>();

  StoredFilm(Path folder) {
    this.store = new FileObjectStore(folder);
  }

  /** Ingests four seconds of video, or of sound. */
  StoredFilm asset(String name, boolean isVideo, Contributor... makers) throws Exception {
    return lasting(4, name, isVideo, makers);
  }

  /** Ingests seconds of video, or of sound. */
  StoredFilm lasting(int seconds, String name, boolean isVideo, Contributor... makers)
      throws Exception {
    TestTimeline media = new TestTimeline(new Otio("25"));
    if (isVideo) {
      media.video(name, TestPicture.of(640, 360).lasting(25L * seconds, 25).stream());
    } else {
      media.audio(name, "audio/wav", TestTimeline.stereo(0, 48_000), seconds);
    }
    MediaInfo info = media.catalog().find(new Id(name)).orElseThrow().info();
    AssetManifest manifest =
        new AssetManifest(
            AssetManifest.FORMAT,
            new Id(name),
            Sha256.of(name),
            "uploads/" + name,
            1,
            info,
            List.of(makers),
            List.of(),
            List.of(),
            new Fingerprints(Sha256.of(name), null, null),
            null,
            null,
            null,
            null,
            List.of());
    new Manifests(store).put(manifest, null);
    assets.put(new Id(name), SourceMedia.of(manifest));
    return this;
  }

  /** Renders a timeline; the output can be used as an asset of the same name. */
  Lineage render(String name, Otio otio) throws Exception {
    return render(name, otio.bytes());
  }

  /** Renders a timeline's document. */
  Lineage render(String name, byte[] timeline) throws Exception {
    Attribution attribution =
        RenderPlanBuilder.build(
                new Id(name),
                Sha256.of(timeline),
                TimelineResolver.resolve(OtioReader.read(timeline), catalog(), false),
                ancestors(),
                RenderProfiles.named("preview"),
                "build",
                SmartCopy.nothing())
            .attribution();
    Lineage lineage = attribution.lineage();
    Sha256 revision = lineage.revision();
    JsonObjects documents = new JsonObjects(store, MAX_BYTES);
    documents.putIfAbsent(StoreLayout.lineage(new Id(name), revision), lineage);
    documents.putIfAbsent(StoreLayout.mosaic(new Id(name), revision), attribution.composed());
    documents.putIfAbsent(StoreLayout.ownParts(new Id(name), revision), attribution.film());
    documents.putIfAbsent(
        StoreLayout.latestRevision(new Id(name)), new LatestRevision(new Id(name), revision, null));
    store.putIfAbsent(
        StoreLayout.renderOutput(new Id(name), revision, "timeline.otio"),
        Upload.of(timeline, "application/json", Sha256.of(timeline).hex()));
    SourceMedia output = assets.get(new Id(name));
    if (output != null) {
      films.put(output.sha256(), attribution);
      assets.put(
          new Id(name),
          output.with(
              new InRenders(
                  new RenderRevision(new Id(name), revision),
                  List.of(),
                  RenderMethod.FILE,
                  List.of(),
                  List.of())));
    }
    return lineage;
  }

  private AssetCatalog catalog() {
    return asset -> Optional.ofNullable(assets.get(asset));
  }

  private Ancestors ancestors() {
    return new Ancestors() {
      @Override
      public Set<Sha256> films() {
        return films.keySet();
      }

      @Override
      public Optional<Mosaic> film(Sha256 content) {
        return Optional.ofNullable(films.get(content)).map(Attribution::composed);
      }

      @Override
      public Credit credit(AssetContent content) {
        SourceMedia source = Objects.requireNonNull(assets.get(content.asset()));
        return new Credit(content.asset(), content.sha256(), source.contributors(), List.of());
      }
    };
  }
}
