package io.patchwork.worker.render.assembly;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactWriter;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.StoredDocument;
import io.patchwork.worker.subtitle.WebVtt;
import io.patchwork.worker.telemetry.CostMeter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores the artifacts of a render. Thread-safe. */
final class RenderArtifacts {

  private static final String JSON = "application/json";

  private final ObjectStore store;

  RenderArtifacts(ObjectStore store) {
    this.store = store;
  }

  /**
   * Stores a file with video under a name with its digest.
   *
   * @param name file name before the digest
   */
  Artifact video(
      RenderPlan plan,
      RenderProfile.Video video,
      ArtifactRole role,
      String name,
      String extension,
      String mediaType,
      Path file)
      throws Failure {
    Artifact stored = audio(plan, role, name, extension, mediaType, file);
    return new Artifact(
        role,
        stored.key(),
        stored.sha256(),
        stored.bytes(),
        mediaType,
        video.width(),
        video.height(),
        plan.duration(),
        plan.frames());
  }

  /**
   * Stores a file with audio alone under a name with its digest.
   *
   * @param name file name before the digest
   */
  Artifact audio(
      RenderPlan plan,
      ArtifactRole role,
      String name,
      String extension,
      String mediaType,
      Path file)
      throws Failure {
    try {
      Sha256 digest = ArtifactWriter.digest(file);
      ObjectKey key = key(plan, name + "-" + digest + "." + extension);
      StoredObject stored =
          store.putIfAbsent(key, Upload.of(file, mediaType, digest.hex())).object();
      CostMeter.stored(stored.bytes());
      return new Artifact(
          role, key.value(), digest, stored.bytes(), mediaType, null, null, plan.duration(), null);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** Stores the lineage document. */
  Artifact lineage(RenderPlan plan) {
    byte[] lineage = StoredDocument.bytes(key(plan, "lineage.json"), plan.lineage());
    return document(plan, ArtifactRole.LINEAGE, "lineage.json", JSON, lineage);
  }

  /** Stores the QC report. */
  void report(RenderPlan plan, QcReport report) {
    put(plan, QcReport.FILE, JSON, Json.bytes(report));
  }

  /** Stores the selectable subtitles, one WebVTT file for each track. */
  List<Artifact> subtitles(RenderPlan plan) {
    List<Artifact> artifacts = new ArrayList<>();
    for (RenderPlan.Subtitles each : plan.subtitles()) {
      String language = each.language() == null ? "" : "-" + each.language();
      artifacts.add(
          document(
              plan,
              ArtifactRole.SUBTITLES,
              "subtitles-" + (artifacts.size() + 1) + language + ".vtt",
              WebVtt.MEDIA_TYPE,
              WebVtt.of(each.cues()).getBytes(StandardCharsets.UTF_8)));
    }
    return artifacts;
  }

  /** Stores a playlist or manifest. */
  Artifact playlist(
      RenderPlan plan, ArtifactRole role, String name, String mediaType, String text) {
    return document(plan, role, name, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  private Artifact document(
      RenderPlan plan, ArtifactRole role, String name, String mediaType, byte[] bytes) {
    StoredObject stored = put(plan, name, mediaType, bytes);
    // The first writer's bytes are the ones that are stored.
    Sha256 storedDigest = stored.sha256() == null ? Sha256.of(bytes) : new Sha256(stored.sha256());
    return Artifact.document(role, stored.key().value(), storedDigest, stored.bytes(), mediaType);
  }

  private StoredObject put(RenderPlan plan, String name, String mediaType, byte[] bytes) {
    Upload upload = Upload.of(bytes, mediaType, Sha256.of(bytes).hex());
    return store.putIfAbsent(key(plan, name), upload).object();
  }

  private static ObjectKey key(RenderPlan plan, String name) {
    return StoreLayout.renderOutput(plan.render(), plan.revision(), name);
  }
}
