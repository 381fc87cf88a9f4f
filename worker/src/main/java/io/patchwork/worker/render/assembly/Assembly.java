package io.patchwork.worker.render.assembly;

import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.coding.Mp4Index;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.ffmpeg.ChapterList;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.CopiedGroups;
import io.patchwork.worker.render.plan.Form;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.render.segment.PieceMaker;
import io.patchwork.worker.render.segment.Pieces;
import io.patchwork.worker.render.segment.PiecesMissing;
import io.patchwork.worker.subtitle.Cue;
import io.patchwork.worker.subtitle.WebVtt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins the pieces of a render, proves the result, and stores it. Thread-safe. */
public final class Assembly {

  /** Lineage up to this size travels inside events. */
  static final int EMBEDDED_BYTES = 32 * 1024;

  private final Outputs outputs;
  private final Pieces pieces;
  private final FFmpeg ffmpeg;
  private final Streams streams;
  private final Drawing drawing;
  private final Verification verification;

  public Assembly(ObjectStore store, Pieces pieces, PieceMaker maker, FFmpeg ffmpeg) {
    this.outputs = new Outputs(store);
    this.streams = new Streams(ffmpeg, outputs);
    this.pieces = pieces;
    this.ffmpeg = ffmpeg;
    this.drawing = new Drawing(ffmpeg);
    this.verification = new Verification(ffmpeg, pieces, maker);
  }

  /**
   * Makes the whole.
   *
   * @param reused pieces that were in the store before
   * @param before what was proven of the revision before
   * @param folder for the pass
   */
  public Result.OfRender assemble(
      RenderPlan plan, Set<Sha256> reused, Optional<Quality> before, Path folder)
      throws Failure, PiecesMissing, InterruptedException {
    gather(plan, folder);
    @Nullable Form form = plan.profile().form();
    Path whole;
    if (form == null) {
      whole = folder.resolve("in").resolve(RenderPasses.SOUNDTRACK);
    } else if (form.isJoined()) {
      ChapterList.write(plan.chapters(), folder.resolve("in").resolve(RenderPasses.CHAPTERS));
      writeSubtitles(plan, form, folder.resolve("in"));
      ffmpeg.run(RenderPasses.whole(plan, form), folder, progress -> {});
      whole = folder.resolve("out").resolve(RenderPasses.WHOLE);
    } else {
      whole = drawing.draw(plan, form, folder);
    }
    Quality quality =
        form == null || form.isJoined()
            ? verification.verify(plan, whole, reused, before, folder)
            : Quality.ofPictures(plan.frames(), plan.duration());
    RenderProfile profile = plan.profile();
    Artifact output =
        outputs.film(
            plan,
            "render",
            "output",
            profile.extension(),
            profile.mediaType(),
            profile.video() != null,
            whole);
    List<Artifact> subtitles = outputs.subtitles(plan);
    List<Artifact> streams = this.streams.make(plan, whole, subtitles, folder.resolve("streams"));
    Artifact lineage = outputs.document(plan, "lineage", plan.lineage());
    outputs.document(plan, Quality.NAME, quality);
    boolean isSmall = lineage.bytes() <= EMBEDDED_BYTES;
    return new Result.OfRender(
        plan.render(),
        plan.revision(),
        output,
        streams,
        subtitles,
        lineage,
        isSmall ? plan.lineage() : null,
        plan.frames(),
        count(plan, reused),
        plan.warnings());
  }

  private static void writeSubtitles(RenderPlan plan, Form form, Path folder) throws Failure {
    try {
      for (int i = 0; i < plan.subtitles().size(); i++) {
        List<Cue> cues = plan.subtitles().get(i).cues();
        Files.writeString(
            folder.resolve(RenderPasses.subtitles(i)),
            WebVtt.of(form.holdsOverlaps() ? cues : WebVtt.oneAtATime(cues)));
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static Result.SegmentCount count(RenderPlan plan, Set<Sha256> reused) {
    int total = plan.pieces().size();
    int copied =
        (int)
            plan.pieces().stream().filter(piece -> piece.content() instanceof CopiedGroups).count();
    int found = (int) plan.pieces().stream().filter(piece -> reused.contains(piece.key())).count();
    return new Result.SegmentCount(total, copied, found - copied, total - found);
  }

  /** Brings all pieces into {@code folder/in} and writes the list of segments in order. */
  private void gather(RenderPlan plan, Path folder)
      throws Failure, PiecesMissing, InterruptedException {
    List<Sha256> missing = new ArrayList<>();
    for (RenderPlan.Part part : plan.parts()) {
      try {
        pieces.bring(plan, part, folder, RenderPasses.file(part));
      } catch (ObjectMissing gone) {
        missing.add(part.key());
      }
    }
    if (!missing.isEmpty()) {
      throw new PiecesMissing(missing);
    }
    if (plan.pieces().isEmpty()) {
      return;
    }
    refuseMixture(plan, folder);
    Concat list = new Concat();
    for (int position : plan.sequence()) {
      RenderPlan.Segment piece = plan.pieces().get(position);
      list.add(RenderPasses.file(piece), RationalTime.ofFrames(piece.frames(), plan.rate()));
    }
    list.write(folder.resolve("in").resolve(RenderPasses.LIST));
  }

  /** Pieces that are to be decoded one way, of which a film tells decoders once. */
  private static void refuseMixture(RenderPlan plan, Path folder) throws Failure {
    Set<Sha256> sets = new HashSet<>();
    try {
      for (RenderPlan.Segment piece : plan.pieces()) {
        sets.add(Mp4Index.parameterSets(folder.resolve("in").resolve(RenderPasses.file(piece))));
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    if (sets.size() > 1) {
      throw new Fault("the pieces have " + sets.size() + " different parameter sets", null);
    }
  }
}
