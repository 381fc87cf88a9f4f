package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.picture.Picture;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Part;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The frame of a video that stands for it, in several sizes. Frames at even times are looked at as
 * they come: the best is sharp, neither dark nor pale, full of contrast, and not a flash that looks
 * like nothing before and after it.
 *
 * @param interval seconds from one candidate to the next
 */
public record Poster(Conform.Look look, FrameSize size, Fraction interval) implements Contribution {

  private static final String FRAMES = "poster.rgb";
  private static final String BEST = "poster.best";
  private static final int LONG_SIDE = 1280;
  private static final int SHORT_SIDE = 720;
  private static final int MOST = 60;
  private static final Fraction SHORTEST_INTERVAL = Fraction.ONE;
  private static final int PLACEHOLDER = 64;
  private static final List<Integer> SMALLER = List.of(640, 320);

  static Poster plan(VideoStream stream, RationalTime duration) {
    Conform.Look look = Conform.look(stream);
    Fraction interval = duration.seconds().dividedBy(Fraction.of(MOST));
    return new Poster(
        look,
        look.size().within(LONG_SIDE, SHORT_SIDE).even(),
        interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval);
  }

  @Override
  public String name() {
    return "poster";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    return List.of(
        Product.stream(
            FRAMES,
            look.tap().picking(look.every(interval)).through(size.inRgb()),
            // A header that claims too little must not make candidates without end.
            List.of(
                "-frames:v",
                Integer.toString(2 * MOST),
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo")));
  }

  @Override
  public Harvest begin() {
    return new Harvest() {
      private final PosterChoice choice = new PosterChoice(size);

      @Override
      public void hear(String file, InputStream bytes) throws IOException {
        int length = 3 * size.width() * size.height();
        byte[] rgb = new byte[length];
        while (bytes.readNBytes(rgb, 0, length) == length) {
          choice.look(rgb);
          // The last one is in the choice.
          rgb = new byte[length];
        }
      }

      @Override
      public List<String> keep(Part part, Bench bench) throws Failure {
        PosterChoice.Candidate best = choice.best().orElseThrow(Poster::none);
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
        return store(choice.best().orElseThrow(Poster::none).rgb(), bench);
      }
    };
  }

  private static BadMedia none() {
    return new BadMedia(
        FailureCode.UNDECODABLE, "No picture of this file could be decoded.", "no candidates");
  }

  private Findings store(byte[] rgb, Bench bench) throws Failure {
    Picture picture = Picture.ofRgb(rgb, size.width(), size.height());
    List<Artifact> artifacts = new ArrayList<>();
    artifacts.add(Drawn.jpeg(picture, "poster", "poster.jpg", bench));
    for (int side : SMALLER) {
      FrameSize smaller = size.within(side, side).even();
      if (smaller.width() < size.width()) {
        Picture small = picture.scaled(smaller.width(), smaller.height());
        artifacts.add(Drawn.jpeg(small, "poster", "poster-" + side + ".jpg", bench));
      }
    }
    FrameSize least = size.within(PLACEHOLDER, PLACEHOLDER);
    return Findings.of(artifacts, null)
        .plus(Findings.placeholder(BlurHash.of(picture.scaled(least.width(), least.height()))));
  }
}
