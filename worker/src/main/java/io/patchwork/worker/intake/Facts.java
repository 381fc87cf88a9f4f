package io.patchwork.worker.intake;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Probe;
import io.patchwork.worker.layout.StoreLayout;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the probe finds in contents, kept in the store by content and by what looked, so that every
 * content is looked at once, whoever has it. Thread-safe.
 */
public final class Facts {

  private static final int MAX_BYTES = 16 << 20;
  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final Probe probe;

  public Facts(ObjectStore store, Probe probe) {
    this.store = store;
    this.probe = probe;
  }

  /**
   * What is known of a content.
   *
   * @param frames the stored {@link FrameIndex}
   */
  record Known(MediaInfo media, @Nullable Artifact frames) {}

  /**
   * What is in a content.
   *
   * @param folder holds {@code in/file}
   * @throws Failure.BadMedia if it cannot be read or has neither picture nor sound
   */
  Known of(Sha256 sha256, Path folder, String file, Demuxer demuxer, String mediaType)
      throws Failure, InterruptedException {
    ObjectKey key = StoreLayout.facts(sha256, probe.engine() + ".json");
    Optional<Known> known =
        store.read(key, MAX_BYTES).map(content -> Json.read(content.bytes(), Known.class));
    if (known.isPresent()) {
      return known.get();
    }
    Probe.Found found = probe.probe(folder, file, sha256, demuxer, mediaType);
    Known fresh =
        new Known(found.media(), found.frames() == null ? null : keep(sha256, found.frames()));
    put(key, Json.bytes(fresh));
    return fresh;
  }

  private Artifact keep(Sha256 sha256, FrameIndex frames) {
    byte[] bytes = Json.bytes(frames);
    StoredObject stored = put(StoreLayout.facts(sha256, probe.engine() + "-frames.json"), bytes);
    return Artifact.document(
        "frame-index", stored.key().value(), Sha256.of(bytes), stored.bytes(), JSON);
  }

  private StoredObject put(ObjectKey key, byte[] document) {
    return store.putIfAbsent(key, Upload.of(document, JSON, Sha256.of(document).hex())).object();
  }
}
