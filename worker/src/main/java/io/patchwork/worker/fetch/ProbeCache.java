package io.patchwork.worker.fetch;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.DocumentInfo;
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Probe;
import io.patchwork.worker.sandboxedjvm.FileMetadata;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Probe results in the store, by content and engine, so that every video, sound and document is
 * probed once, whichever asset has it. A picture is probed by each job: that takes no longer than
 * to ask the store. Thread-safe.
 */
public final class ProbeCache {

  private static final int MAX_BYTES = 16 << 20;
  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final Probe probe;
  private final SandboxedJvm sandboxedJvm;

  public ProbeCache(ObjectStore store, Probe probe, SandboxedJvm sandboxedJvm) {
    this.store = store;
    this.probe = probe;
    this.sandboxedJvm = sandboxedJvm;
  }

  /**
   * The probe result of a content.
   *
   * @param frames the stored {@link FrameIndex}
   */
  record ProbeResult(MediaInfo media, @Nullable Artifact frames) {}

  /**
   * Probes a media file, or reads the stored result; a picture's has no tags.
   *
   * @param folder holds {@code in/decodable}
   * @param decodable the file that FFmpeg reads
   * @throws Failure.BadMedia if it cannot be read or has neither video nor audio
   */
  ProbeResult of(Sha256 sha256, Path folder, String decodable, Demuxer demuxer, String mediaType)
      throws Failure, InterruptedException {
    if (demuxer.isImage()) {
      MediaInfo picture = probe.probe(folder, decodable, sha256, demuxer, mediaType).media();
      return new ProbeResult(withParts(picture, folder.resolve("in").resolve(decodable)), null);
    }
    return once(
        sha256,
        () -> {
          Probe.Found found = probe.probe(folder, decodable, sha256, demuxer, mediaType);
          return new ProbeResult(
              found.media(), found.frames() == null ? null : keep(sha256, found.frames()));
        });
  }

  /**
   * Describes a document, or reads the stored result.
   *
   * @param folder holds {@code in/file}
   * @throws Failure.BadMedia if it is damaged or needs a password
   */
  ProbeResult of(Sha256 sha256, Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    return once(
        sha256,
        () -> {
          FileMetadata metadata = sandboxedJvm.describe(folder, file, mediaType);
          DocumentInfo document = Objects.requireNonNull(metadata.document());
          return new ProbeResult(
              MediaInfo.of(metadata.mediaType(), document, metadata.tags()), null);
        });
  }

  /** With what a photo holds beside its picture. */
  private static MediaInfo withParts(MediaInfo photo, Path file) throws Failure {
    try {
      return photo.holding(EmbeddedParts.of(file, photo.mediaType()));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private interface Probing {
    ProbeResult look() throws Failure, InterruptedException;
  }

  private ProbeResult once(Sha256 sha256, Probing look) throws Failure, InterruptedException {
    ObjectKey key = StoreLayout.facts(sha256, engine() + ".json");
    Optional<ProbeResult> stored =
        store.read(key, MAX_BYTES).map(content -> Json.read(content.bytes(), ProbeResult.class));
    if (stored.isPresent()) {
      return stored.get();
    }
    ProbeResult fresh = look.look();
    put(key, Json.bytes(fresh));
    return fresh;
  }

  private String engine() {
    return probe.engine() + "-" + SandboxedJvm.VERSION;
  }

  private Artifact keep(Sha256 sha256, FrameIndex frames) {
    byte[] bytes = Json.bytes(frames);
    StoredObject stored = put(StoreLayout.facts(sha256, engine() + "-frames.json"), bytes);
    return Artifact.document(
        ArtifactRole.FRAME_INDEX, stored.key().value(), Sha256.of(bytes), stored.bytes(), JSON);
  }

  private StoredObject put(ObjectKey key, byte[] document) {
    return store.putIfAbsent(key, Upload.of(document, JSON, Sha256.of(document).hex())).object();
  }
}
