package io.patchwork.worker.thumbnail;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Harvest;
import io.patchwork.worker.production.Kept;
import io.patchwork.worker.production.Part;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Encodes the frames of the loop once all are there. */
final class PreviewHarvest implements Harvest {

  private static final String KEPT = "preview.frames";
  private static final String FILM = "preview.y4m";

  private final Preview spec;
  private final HeardFrames frames;

  PreviewHarvest(Preview spec) {
    this.spec = spec;
    this.frames = new HeardFrames(KEPT, bytesPerFrame());
  }

  @Override
  public void hear(String file, InputStream bytes) throws IOException {
    frames.hear(bytes, most());
  }

  @Override
  public List<String> keep(Part part, Bench bench) throws Failure {
    return frames.keep(part, bench, this::isShown);
  }

  @Override
  public void take(Kept kept, Bench bench) throws IOException {
    frames.take(kept);
  }

  @Override
  public Findings collect(Bench bench) throws Failure, InterruptedException {
    bench.write(FILM, out -> film(frames.bytes(), out));
    bench.run(Preview.encoding(bench.asInput(FILM)));
    return Findings.of(
        bench
            .shelf()
            .picture(
                "preview", Preview.FILE, "image/webp", spec.size().width(), spec.size().height()));
  }

  private boolean isShown(long frame) {
    RationalTime time = RationalTime.ofFrames(frame, spec.look().rate());
    return spec.look().isOneOfEvery(Fraction.ONE.dividedBy(spec.rate().perSecond()), frame)
        && spec.moments().stream()
            .anyMatch(
                from -> time.compareTo(from) >= 0 && time.compareTo(from.plus(spec.moment())) < 0);
  }

  private int bytesPerFrame() {
    return spec.size().width() * spec.size().height() * 3 / 2;
  }

  /** Frames that all moments have room for, and one more each. */
  private int most() {
    int perMoment =
        spec.moment().seconds().times(spec.rate().perSecond()).ceiling().intValueExact() + 1;
    return spec.moments().size() * perMoment;
  }

  /** YUV4MPEG2, the plainest film there is (mjpegtools, yuv4mpeg(5)). */
  private void film(byte[] frames, DataOutputStream out) throws IOException {
    out.writeBytes(
        "YUV4MPEG2 W%d H%d F%d:%d Ip A1:1 C420mpeg2\n"
            .formatted(
                spec.size().width(),
                spec.size().height(),
                spec.rate().numerator(),
                spec.rate().denominator()));
    for (int at = 0; at + bytesPerFrame() <= frames.length; at += bytesPerFrame()) {
      out.writeBytes("FRAME\n");
      out.write(frames, at, bytesPerFrame());
    }
  }
}
