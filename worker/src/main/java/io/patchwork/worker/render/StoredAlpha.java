package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AlphaTrack;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.AlphaMeasurements;
import io.patchwork.worker.composition.Diagnostics;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.ffmpeg.PixelFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The alpha of assets, as it was measured when they were ingested. Thread-safe. */
final class StoredAlpha {

  private static final int MAX_BYTES = 32 << 20;

  private final ObjectStore store;
  private final Manifests manifests;

  StoredAlpha(ObjectStore store, Manifests manifests) {
    this.store = store;
    this.manifests = manifests;
  }

  /**
   * The alpha of all assets that a timeline shows.
   *
   * @param diagnostics receives a warning of each asset whose alpha was never measured
   */
  AlphaMeasurements of(ResolvedTimeline timeline, Diagnostics diagnostics) {
    Map<Sha256, AlphaMeasurements.OfAsset> assets = new HashMap<>();
    for (Media media : timeline.visibleMedia()) {
      if (media instanceof Media.OfAsset(SourceMedia source) && hasAlpha(source)) {
        Optional<AlphaMeasurements.OfAsset> found = find(source);
        found.ifPresent(measured -> assets.put(source.sha256(), measured));
        if (found.isEmpty()) {
          warn(source.asset(), diagnostics);
        }
      }
    }
    return new AlphaMeasurements(assets, Map.of());
  }

  private static void warn(Id asset, Diagnostics diagnostics) {
    diagnostics.warn(
        "The transparency of asset "
            + asset
            + " was never measured, so that the lineage divides its rectangle evenly between it and"
            + " what lies below; ingest it again to have it measured.");
  }

  /** Whether what is shown of an asset has alpha; a proxy has none. */
  private static boolean hasAlpha(SourceMedia source) {
    return source.proxy() == null
        && source
            .info()
            .videoStream()
            .filter(stream -> PixelFormat.hasAlpha(stream.pixelFormat()))
            .isPresent();
  }

  private Optional<AlphaMeasurements.OfAsset> find(SourceMedia source) {
    return manifests
        .find(source.asset())
        .filter(stored -> stored.manifest().sha256().equals(source.sha256()))
        .flatMap(stored ->
            stored.manifest().artifacts().stream()
                .filter(artifact -> artifact.role() == ArtifactRole.ALPHA)
                .findFirst())
        .flatMap(this::read);
  }

  private Optional<AlphaMeasurements.OfAsset> read(Artifact artifact) {
    return store
        .read(new ObjectKey(artifact.key()), MAX_BYTES)
        .map(content ->
            new AlphaMeasurements.OfAsset(
                Json.read(content.bytes(), AlphaTrack.class), artifact.sha256()));
  }
}
