package io.patchwork.worker.alpha;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.manifest.AlphaTrack;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.artifact.Chunk;
import io.patchwork.worker.artifact.SavedChunk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Sums the alpha of each frame in cells while the pass runs, and keeps the frames that differ. */
public final class AlphaBuilder implements ArtifactBuilder {

  private static final String SAVED = "alpha-chunk.json";
  private static final String DOCUMENT = "alpha.json";

  private final AlphaMeasure spec;
  private final AlphaEntries entries = new AlphaEntries();
  private long frames;

  /** A builder for one run. */
  public AlphaBuilder(AlphaMeasure spec) {
    this.spec = spec;
  }

  @Override
  public void consume(String file, InputStream bytes) throws IOException {
    Optional<AlphaGrid> grid = next(bytes);
    while (grid.isPresent()) {
      entries.add(frames, grid.get());
      frames++;
      grid = next(bytes);
    }
  }

  private Optional<AlphaGrid> next(InputStream bytes) throws IOException {
    return AlphaGrid.read(spec.size().width(), spec.size().height(), bytes);
  }

  /** The frames of a chunk and their entries, counted from its first frame. */
  private record Saved(long frames, List<AlphaTrack.Entry> entries) {}

  @Override
  public List<String> saveChunk(Chunk chunk, BuildContext context) throws Failure {
    byte[] saved = Json.bytes(new Saved(frames, entries.kept()));
    context.write(SAVED, out -> out.write(saved));
    return List.of(SAVED);
  }

  @Override
  public void loadChunk(SavedChunk kept, BuildContext context) throws IOException {
    Saved saved = Json.read(Files.readAllBytes(kept.file(SAVED)), Saved.class);
    for (AlphaTrack.Entry entry : saved.entries) {
      // A step may lead beyond the chunk, where the next one knows better.
      if (entry.frame() < saved.frames) {
        entries.add(
            frames + entry.frame(),
            new AlphaGrid(spec.size().width(), spec.size().height(), entry.sums()));
      }
    }
    frames += saved.frames;
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure {
    if (frames == 0) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "No picture of this file could be decoded; export it again from the program that made"
              + " it.",
          "no alpha");
    }
    AlphaTrack track =
        new AlphaTrack(
            AlphaTrack.FORMAT,
            spec.content(),
            spec.size().width(),
            spec.size().height(),
            AlphaGrid.COLUMNS,
            AlphaGrid.ROWS,
            spec.rate(),
            entries.step(),
            entries.kept());
    return ArtifactSet.of(
        context
            .writer()
            .text(
                ArtifactRole.ALPHA,
                DOCUMENT,
                new String(Json.bytes(track), StandardCharsets.UTF_8),
                "application/json"));
  }
}
