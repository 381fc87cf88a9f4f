package io.patchwork.worker.artifact;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.telemetry.CostMeter;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores the outputs of a pass under keys derived from the pass, so that a pass that runs twice
 * leaves one set of objects: the first that was put stays, and its digest is recorded.
 */
public final class ArtifactWriter {

  private static final int BUFFER = 1 << 17;

  private final ObjectStore store;
  private final Metrics metrics;
  private final Path folder;
  private final Function<String, ObjectKey> keys;

  /**
   * A writer for one pass.
   *
   * @param folder the job's folder, with the outputs in {@code out}
   * @param keys the key of an output by its file name
   */
  public ArtifactWriter(
      ObjectStore store, Metrics metrics, Path folder, Function<String, ObjectKey> keys) {
    this.store = store;
    this.metrics = metrics;
    this.folder = folder;
    this.keys = keys;
  }

  /** Stores an image. */
  public Artifact picture(ArtifactRole role, String file, String mediaType, int width, int height)
      throws Failure {
    StoredObject stored = put(folder.resolve("out").resolve(file), file, mediaType);
    return new Artifact(
        role,
        stored.key().value(),
        digest(stored),
        stored.bytes(),
        mediaType,
        width,
        height,
        null,
        null);
  }

  /** Stores a video. */
  public Artifact video(
      ArtifactRole role,
      String file,
      String mediaType,
      FrameSize size,
      RationalTime duration,
      long frames,
      Artifact.@Nullable Coding coding)
      throws Failure {
    StoredObject stored = put(folder.resolve("out").resolve(file), file, mediaType);
    return new Artifact(
        role,
        stored.key().value(),
        digest(stored),
        stored.bytes(),
        mediaType,
        size.width(),
        size.height(),
        duration,
        frames,
        coding);
  }

  /** Stores audio. */
  public Artifact audio(ArtifactRole role, String file, String mediaType, RationalTime duration)
      throws Failure {
    StoredObject stored = put(folder.resolve("out").resolve(file), file, mediaType);
    return new Artifact(
        role,
        stored.key().value(),
        digest(stored),
        stored.bytes(),
        mediaType,
        null,
        null,
        duration,
        null);
  }

  /**
   * Stores an output of a chunk, for the join.
   *
   * @return its key
   */
  ObjectKey chunkFile(String file) throws Failure {
    return put(folder.resolve("out").resolve(file), file, "application/octet-stream").key();
  }

  /** The file name of an artifact, for references from its siblings. */
  public static String name(Artifact artifact) {
    return artifact.key().substring(artifact.key().lastIndexOf('/') + 1);
  }

  /** Stores a text. */
  public Artifact text(ArtifactRole role, String name, String text, String mediaType) {
    StoredObject stored = put(keys.apply(name), text.getBytes(StandardCharsets.UTF_8), mediaType);
    return Artifact.document(role, stored.key().value(), digest(stored), stored.bytes(), mediaType);
  }

  /**
   * Stores a document that is no artifact.
   *
   * @return its key
   */
  public String document(String name, byte[] document, String mediaType) {
    return put(keys.apply(name), document, mediaType).key().value();
  }

  /**
   * Stores a document that belongs to a content, whichever asset has it; the first one put stays.
   *
   * @return its key
   */
  public String shared(ObjectKey key, byte[] document, String mediaType) {
    return put(key, document, mediaType).key().value();
  }

  private StoredObject put(ObjectKey key, byte[] document, String mediaType) {
    return store
        .putIfAbsent(key, Upload.of(document, mediaType, Sha256.of(document).hex()))
        .object();
  }

  private StoredObject put(Path made, String name, String mediaType) throws Failure {
    try {
      Sha256 digest = digest(made);
      StoredObject stored =
          store.putIfAbsent(keys.apply(name), Upload.of(made, mediaType, digest.hex())).object();
      metrics.counter(WorkerMetrics.ARTIFACT_STORED).inc(stored.bytes());
      CostMeter.stored(stored.bytes());
      return stored;
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** The digest of a file's bytes. */
  public static Sha256 digest(Path file) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[BUFFER];
      int n = 0;
      while (n >= 0) {
        n = in.read(buffer);
      }
    }
    return Sha256.of(digest);
  }

  /** The digest in the metadata of a stored object. */
  private static Sha256 digest(StoredObject stored) {
    if (stored.sha256() == null) {
      throw new IllegalStateException("object " + stored.key() + " carries no digest");
    }
    return new Sha256(stored.sha256());
  }
}
