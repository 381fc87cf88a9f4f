package io.patchwork.worker.render;

import io.patchwork.common.store.FetchCache.Fetched;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.intake.Intake;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.production.Shelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Joins the pieces of a render, proves the result, and stores it. Thread-safe. */
final class Assembly {

  /** Lineage up to this size travels inside events. */
  static final int EMBEDDED_BYTES = 32 * 1024;

  private final ObjectStore store;
  private final Pieces pieces;
  private final FFmpeg ffmpeg;
  private final Verification verification;

  Assembly(ObjectStore store, Pieces pieces, FFmpeg ffmpeg) {
    this.store = store;
    this.pieces = pieces;
    this.ffmpeg = ffmpeg;
    this.verification = new Verification(ffmpeg);
  }

  /** Pieces that were there when they were marked and are gone. */
  static final class PiecesMissing extends Exception {
    private final List<Sha256> pieces;

    PiecesMissing(List<Sha256> pieces) {
      super(pieces.size() + " pieces are gone");
      this.pieces = List.copyOf(pieces);
    }

    List<Sha256> pieces() {
      return pieces;
    }
  }

  /**
   * Makes the whole.
   *
   * @param reused pieces that were in the store before
   * @param folder for the pass
   */
  Result.OfRender assemble(RenderPlan plan, Set<Sha256> reused, Path folder)
      throws Failure, PiecesMissing, InterruptedException {
    gather(plan, folder);
    RationalTime length = RationalTime.ofFrames(plan.frames(), plan.rate());
    boolean hasSound = plan.soundtrack() != null;
    ffmpeg.run(RenderPasses.whole(plan.rate(), hasSound, length), folder, progress -> {});
    Path whole = folder.resolve("out").resolve(RenderPasses.WHOLE);
    Quality quality = verification.verify(plan, whole, reused, folder.resolve("verify"));
    Artifact output = output(plan, whole, length);
    Artifact lineage = document(plan, "lineage", plan.lineage());
    document(plan, "quality", quality);
    int total = plan.pieces().size();
    int found = (int) plan.pieces().stream().filter(piece -> reused.contains(piece.key())).count();
    boolean isSmall = lineage.bytes() <= EMBEDDED_BYTES;
    return new Result.OfRender(
        plan.render(),
        plan.revision(),
        output,
        lineage,
        isSmall ? plan.lineage() : null,
        plan.frames(),
        new Result.SegmentCount(total, found, total - found),
        plan.warnings());
  }

  /** Brings all pieces into {@code folder/in} and writes the list of segments in order. */
  private void gather(RenderPlan plan, Path folder)
      throws Unavailable, PiecesMissing, InterruptedException {
    List<Sha256> missing = new ArrayList<>();
    for (RenderPlan.Segment piece : plan.pieces()) {
      take(plan, piece.key(), folder, piece.key() + ".mp4", missing);
    }
    if (plan.soundtrack() != null) {
      take(plan, plan.soundtrack().key(), folder, RenderPasses.SOUNDTRACK, missing);
    }
    if (!missing.isEmpty()) {
      throw new PiecesMissing(missing);
    }
    Concat list = new Concat();
    for (int position : plan.sequence()) {
      RenderPlan.Segment piece = plan.pieces().get(position);
      RationalTime length = RationalTime.ofFrames(piece.spec().frames(), plan.rate());
      list.add(piece.key() + ".mp4", length);
    }
    try {
      Files.writeString(folder.resolve("in").resolve(RenderPasses.LIST), list.toString());
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be written.", e);
    }
  }

  private void take(RenderPlan plan, Sha256 piece, Path folder, String name, List<Sha256> missing)
      throws Unavailable {
    try (Fetched fetched = pieces.fetch(plan, piece)) {
      String linked = Intake.link(fetched.file(), folder, name);
      assert linked.equals(name);
    } catch (ObjectMissing gone) {
      missing.add(piece);
    }
  }

  private Artifact output(RenderPlan plan, Path whole, RationalTime length) throws Unavailable {
    try {
      Sha256 digest = Shelf.digest(whole);
      ObjectKey key =
          StoreLayout.renderOutput(plan.render(), plan.revision(), "output-" + digest + ".mp4");
      StoredObject stored =
          store.putIfAbsent(key, Upload.of(whole, "video/mp4", digest.hex())).object();
      SegmentSpec any = plan.pieces().getFirst().spec();
      return new Artifact(
          "render",
          key.value(),
          digest,
          stored.bytes(),
          "video/mp4",
          any.profile().width(),
          any.profile().height(),
          length,
          plan.frames());
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be read.", e);
    }
  }

  private Artifact document(RenderPlan plan, String role, Object document) {
    byte[] bytes = Json.bytes(document);
    Sha256 digest = Sha256.of(bytes);
    ObjectKey key = StoreLayout.renderOutput(plan.render(), plan.revision(), role + ".json");
    StoredObject stored =
        store.putIfAbsent(key, Upload.of(bytes, "application/json", digest.hex())).object();
    return Artifact.document(role, key.value(), digest, stored.bytes(), "application/json");
  }
}
