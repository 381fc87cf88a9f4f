package io.patchwork.worker.render.assembly;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactWriter;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.subtitle.WebVtt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores what comes out of a render. Thread-safe. */
final class RenderArtifacts {

  private final ObjectStore store;

  RenderArtifacts(ObjectStore store) {
    this.store = store;
  }

  /**
   * A file of the film, named by what is in it.
   *
   * @param name what it is called before its digest
   * @param hasPicture whether something is seen in it
   */
  Artifact film(
      RenderPlan plan,
      String role,
      String name,
      String extension,
      String mediaType,
      boolean hasPicture,
      Path file)
      throws Failure {
    RenderProfile.@Nullable Video video = hasPicture ? plan.profile().video() : null;
    try {
      Sha256 digest = ArtifactWriter.digest(file);
      ObjectKey key = key(plan, name + "-" + digest + "." + extension);
      StoredObject stored =
          store.putIfAbsent(key, Upload.of(file, mediaType, digest.hex())).object();
      return new Artifact(
          role,
          key.value(),
          digest,
          stored.bytes(),
          mediaType,
          video == null ? null : video.width(),
          video == null ? null : video.height(),
          plan.duration(),
          video == null ? null : plan.frames());
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** A document in JSON, named by its role. */
  Artifact document(RenderPlan plan, String role, Object document) {
    return document(plan, role, role + ".json", "application/json", Json.bytes(document));
  }

  /** The subtitles beside the picture, one file for each track. */
  List<Artifact> subtitles(RenderPlan plan) {
    List<Artifact> artifacts = new ArrayList<>();
    for (RenderPlan.Subtitles each : plan.subtitles()) {
      String language = each.language() == null ? "" : "-" + each.language();
      artifacts.add(
          document(
              plan,
              "subtitles",
              "subtitles-" + (artifacts.size() + 1) + language + ".vtt",
              WebVtt.MEDIA_TYPE,
              WebVtt.of(each.cues()).getBytes(StandardCharsets.UTF_8)));
    }
    return artifacts;
  }

  /** A playlist. */
  Artifact playlist(RenderPlan plan, String role, String name, String mediaType, String text) {
    return document(plan, role, name, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  private Artifact document(
      RenderPlan plan, String role, String name, String mediaType, byte[] bytes) {
    Sha256 digest = Sha256.of(bytes);
    ObjectKey key = key(plan, name);
    StoredObject stored =
        store.putIfAbsent(key, Upload.of(bytes, mediaType, digest.hex())).object();
    // Who was first is the one that counts.
    Sha256 there = stored.sha256() == null ? digest : new Sha256(stored.sha256());
    return Artifact.document(role, key.value(), there, stored.bytes(), mediaType);
  }

  private static ObjectKey key(RenderPlan plan, String name) {
    return StoreLayout.renderOutput(plan.render(), plan.revision(), name);
  }
}
