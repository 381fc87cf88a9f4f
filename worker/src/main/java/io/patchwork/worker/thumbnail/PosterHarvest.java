package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.picture.Picture;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Harvest;
import io.patchwork.worker.production.Kept;
import io.patchwork.worker.production.Part;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Looks at the candidates as they come and stores the best. */
final class PosterHarvest implements Harvest {

  private static final String BEST = "poster.best";
  private static final int PLACEHOLDER = 64;
  private static final List<Integer> SMALLER = List.of(640, 320);

  private final Poster spec;
  private final PosterChoice choice;

  PosterHarvest(Poster spec) {
    this.spec = spec;
    this.choice = new PosterChoice(spec.size());
  }

  @Override
  public void hear(String file, InputStream bytes) throws IOException {
    int length = 3 * spec.size().width() * spec.size().height();
    byte[] rgb = new byte[length];
    while (bytes.readNBytes(rgb, 0, length) == length) {
      choice.look(rgb);
      // The last one is in the choice.
      rgb = new byte[length];
    }
  }

  @Override
  public List<String> keep(Part part, Bench bench) throws Failure {
    PosterChoice.Candidate best = choice.best().orElseThrow(PosterHarvest::none);
    bench.write(
        BEST,
        out -> {
          out.writeDouble(best.merit());
          out.write(best.rgb());
        });
    return List.of(BEST);
  }

  @Override
  public void take(Kept kept, Bench bench) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(kept.file(BEST)))) {
      double merit = in.readDouble();
      choice.consider(new PosterChoice.Candidate(in.readAllBytes(), merit));
    }
  }

  @Override
  public Findings collect(Bench bench) throws Failure {
    return store(choice.best().orElseThrow(PosterHarvest::none).rgb(), bench);
  }

  private static BadMedia none() {
    return new BadMedia(
        FailureCode.UNDECODABLE, "No picture of this file could be decoded.", "no candidates");
  }

  private Findings store(byte[] rgb, Bench bench) throws Failure {
    Picture picture = Picture.ofRgb(rgb, spec.size().width(), spec.size().height());
    List<Artifact> artifacts = new ArrayList<>();
    artifacts.add(Drawn.jpeg(picture, "poster", "poster.jpg", bench));
    for (int side : SMALLER) {
      FrameSize smaller = spec.size().within(side, side).even();
      if (smaller.width() < spec.size().width()) {
        Picture small = picture.scaled(smaller.width(), smaller.height());
        artifacts.add(Drawn.jpeg(small, "poster", "poster-" + side + ".jpg", bench));
      }
    }
    FrameSize least = spec.size().within(PLACEHOLDER, PLACEHOLDER);
    return Findings.of(artifacts, null)
        .plus(Findings.placeholder(BlurHash.of(picture.scaled(least.width(), least.height()))));
  }
}
