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
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.PacketTimes;
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

  Assembly(ObjectStore store, Pieces pieces, FFmpeg ffmpeg) {
    this.store = store;
    this.pieces = pieces;
    this.ffmpeg = ffmpeg;
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
    verify(plan, whole, folder.resolve("verify"));
    Artifact output = output(plan, whole, length);
    Artifact lineage = lineage(plan.lineage());
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

  /** Frame count, even steps, sound as long as picture, and every frame decodes. */
  private void verify(RenderPlan plan, Path whole, Path folder)
      throws Failure, InterruptedException {
    String name = Intake.link(whole, folder, RenderPasses.WHOLE);
    long step = RenderPasses.step(plan.rate());
    PacketTimes picture = ffmpeg.packets(folder, name, Demuxer.MOV, "v:0");
    List<String> problems = new ArrayList<>(picture.problems(plan.frames(), step));
    if (plan.soundtrack() != null) {
      PacketTimes sound = ffmpeg.packets(folder, name, Demuxer.MOV, "a:0");
      RationalTime heard = sound.end(SoundtrackSpec.SAMPLE_RATE);
      RationalTime seen = RationalTime.ofFrames(plan.frames(), plan.rate());
      RationalTime apart = RationalTime.max(heard.minus(seen), seen.minus(heard));
      if (apart.compareTo(RationalTime.ofFrames(1, plan.rate())) > 0) {
        problems.add("sound ends at " + heard + ", picture at " + seen);
      }
    }
    if (!problems.isEmpty()) {
      throw new Fault("the assembled file is wrong: " + String.join("; ", problems), null);
    }
    ffmpeg.decode(folder, name, Demuxer.MOV);
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

  private Artifact lineage(Lineage lineage) {
    byte[] bytes = Json.bytes(lineage);
    Sha256 digest = Sha256.of(bytes);
    ObjectKey key = StoreLayout.renderOutput(lineage.render(), lineage.revision(), "lineage.json");
    StoredObject stored =
        store.putIfAbsent(key, Upload.of(bytes, "application/json", digest.hex())).object();
    return Artifact.document("lineage", key.value(), digest, stored.bytes(), "application/json");
  }
}
