package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.artifact.Chunk;
import io.patchwork.worker.artifact.SavedChunk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.raster.RgbImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Rates the candidates while the pass runs and stores the best. */
final class PosterBuilder implements ArtifactBuilder {

  private static final String BEST = "poster.best";
  private static final int PLACEHOLDER = 64;
  private static final List<Integer> SMALLER_SIDES = List.of(640, 320);

  private final Poster spec;
  private final PosterSelector choice;

  PosterBuilder(Poster spec) {
    this.spec = spec;
    this.choice = new PosterSelector(spec.size());
  }

  @Override
  public void consume(String file, InputStream bytes) throws IOException {
    int length = 3 * spec.size().width() * spec.size().height();
    byte[] rgb = new byte[length];
    while (bytes.readNBytes(rgb, 0, length) == length) {
      choice.look(rgb);
      // The selector keeps the last array.
      rgb = new byte[length];
    }
  }

  @Override
  public List<String> saveChunk(Chunk chunk, BuildContext context) throws Failure {
    PosterSelector.Candidate best = choice.best().orElseThrow(PosterBuilder::none);
    context.write(
        BEST,
        out -> {
          out.writeDouble(best.merit());
          out.write(best.rgb());
        });
    return List.of(BEST);
  }

  @Override
  public void loadChunk(SavedChunk saved, BuildContext context) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(saved.file(BEST)))) {
      double merit = in.readDouble();
      choice.consider(new PosterSelector.Candidate(in.readAllBytes(), merit));
    }
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure {
    return store(choice.best().orElseThrow(PosterBuilder::none).rgb(), context);
  }

  private static BadMedia none() {
    return new BadMedia(
        FailureCode.UNDECODABLE,
        "No picture of this file could be decoded; export it again from the program that made it.",
        "no candidates");
  }

  private ArtifactSet store(byte[] rgb, BuildContext context) throws Failure {
    RgbImage picture = RgbImage.ofRgb(rgb, spec.size().width(), spec.size().height());
    List<Artifact> artifacts = new ArrayList<>();
    artifacts.add(ImageWriter.jpeg(picture, ArtifactRole.POSTER, "poster.jpg", context));
    for (int side : SMALLER_SIDES) {
      FrameSize smaller = spec.size().within(side, side).even();
      if (smaller.width() < spec.size().width()) {
        RgbImage small = picture.scaled(smaller.width(), smaller.height());
        artifacts.add(
            ImageWriter.jpeg(small, ArtifactRole.POSTER, "poster-" + side + ".jpg", context));
      }
    }
    FrameSize least = spec.size().within(PLACEHOLDER, PLACEHOLDER);
    return ArtifactSet.of(artifacts, null)
        .plus(ArtifactSet.placeholder(BlurHash.of(picture.scaled(least.width(), least.height()))));
  }
}
