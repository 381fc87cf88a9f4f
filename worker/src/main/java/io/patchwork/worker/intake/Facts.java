package io.patchwork.worker.intake;

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
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Probe;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.reader.Description;
import io.patchwork.worker.reader.Reader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the probe finds in contents, kept in the store by content and by what looked, so that every
 * content is looked at once, whoever has it. Thread-safe.
 */
public final class Facts {

  private static final Logger LOG = LoggerFactory.getLogger(Facts.class);
  private static final int MAX_BYTES = 16 << 20;
  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final Probe probe;
  private final Reader reader;

  public Facts(ObjectStore store, Probe probe, Reader reader) {
    this.store = store;
    this.probe = probe;
    this.reader = reader;
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
   * @param decodable what FFmpeg reads in its place
   * @throws Failure.BadMedia if it cannot be read or has neither picture nor sound
   */
  Known of(
      Sha256 sha256, Path folder, String file, String decodable, Demuxer demuxer, String mediaType)
      throws Failure, InterruptedException {
    return once(
        sha256,
        () -> {
          Probe.Found found = probe.probe(folder, decodable, sha256, demuxer, mediaType);
          MediaInfo media = demuxer.isImage() ? tagged(found.media(), folder, file) : found.media();
          return new Known(media, found.frames() == null ? null : keep(sha256, found.frames()));
        });
  }

  /**
   * What a document is.
   *
   * @param folder holds {@code in/file}
   * @throws Failure.BadMedia if it is damaged or asks for a password
   */
  Known of(Sha256 sha256, Path folder, String file, String mediaType)
      throws Failure, InterruptedException {
    return once(
        sha256,
        () -> {
          Description said = reader.describe(folder, file, mediaType);
          DocumentInfo document = Objects.requireNonNull(said.document());
          return new Known(MediaInfo.of(said.mediaType(), document, said.tags()), null);
        });
  }

  /** With what a still says of itself; one whose words cannot be read may be a fine picture. */
  private MediaInfo tagged(MediaInfo media, Path folder, String file)
      throws Failure, InterruptedException {
    try {
      return media.tagged(reader.tags(folder, file, media.mediaType()).tags());
    } catch (BadMedia | Crashed wordless) {
      LOG.atInfo().addKeyValue("detail", wordless.detail()).log("a picture without words");
      return media;
    }
  }

  private interface Look {
    Known look() throws Failure, InterruptedException;
  }

  private Known once(Sha256 sha256, Look look) throws Failure, InterruptedException {
    ObjectKey key = StoreLayout.facts(sha256, engine() + ".json");
    Optional<Known> known =
        store.read(key, MAX_BYTES).map(content -> Json.read(content.bytes(), Known.class));
    if (known.isPresent()) {
      return known.get();
    }
    Known fresh = look.look();
    put(key, Json.bytes(fresh));
    return fresh;
  }

  private String engine() {
    return probe.engine() + "-" + Reader.VERSION;
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
