package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.artifact.Chunk;
import io.patchwork.worker.artifact.SavedChunk;
import io.patchwork.worker.failure.Failure;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Encodes the frames of the loop once all are collected. */
final class PreviewBuilder implements ArtifactBuilder {

  private static final String KEPT = "preview.frames";
  private static final String FILM = "preview.y4m";

  private final Preview spec;
  private final CollectedFrames frames;

  PreviewBuilder(Preview spec) {
    this.spec = spec;
    this.frames = new CollectedFrames(KEPT, bytesPerFrame());
  }

  @Override
  public void consume(String file, InputStream bytes) throws IOException {
    frames.read(bytes, maxFrames());
  }

  @Override
  public List<String> saveChunk(Chunk chunk, BuildContext context) throws Failure {
    return frames.save(chunk, context, this::isShown);
  }

  @Override
  public void loadChunk(SavedChunk saved, BuildContext context) throws IOException {
    frames.load(saved);
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure, InterruptedException {
    context.write(FILM, out -> film(frames.bytes(), out));
    context.run(Preview.encoding(context.asInput(FILM)));
    return ArtifactSet.of(
        context
            .writer()
            .picture(
                ArtifactRole.PREVIEW,
                Preview.FILE,
                "image/webp",
                spec.size().width(),
                spec.size().height()));
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

  /** Maximum number of frames: those of all moments, and one more each. */
  private int maxFrames() {
    int perMoment =
        spec.moment().seconds().times(spec.rate().perSecond()).ceiling().intValueExact() + 1;
    return spec.moments().size() * perMoment;
  }

  /** Writes the frames as YUV4MPEG2, uncompressed (mjpegtools, yuv4mpeg(5)). */
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
