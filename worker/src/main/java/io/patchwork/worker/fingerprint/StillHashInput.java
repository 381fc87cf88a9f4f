package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.manifest.StillFingerprint;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.failure.UnexpectedContent;
import io.patchwork.worker.ffmpeg.Background;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.StillColours;
import io.patchwork.worker.ffmpeg.Tap;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The pixels of a still image that are hashed. */
record StillHashInput(Tap tap, FrameSize size) {

  static final String PIXELS = "still.rgb";
  private static final int LONG_SIDE = 1024;

  static StillHashInput of(VideoStream picture) {
    return new StillHashInput(
        Tap.video().through(StillColours.toSrgb(picture)).through(Background.behind(picture)),
        FrameSize.of(picture).within(LONG_SIDE, LONG_SIDE));
  }

  OutputSpec output() {
    return OutputSpec.stream(
        PIXELS,
        tap.through(size.scaled(), Filter.of("format", "pix_fmts", "rgb24")),
        Encoding.pixels().ofFrames(1));
  }

  StillFingerprint print(InputStream bytes) throws IOException {
    int length = 3 * size.width() * size.height();
    byte[] rgb = bytes.readNBytes(length);
    if (rgb.length < length) {
      throw new UnexpectedContent(rgb.length + " bytes of a picture of " + size);
    }
    List<PdqHash> sides = Pdq.ofAllSides(rgb, size.width(), size.height());
    return new StillFingerprint(
        sides.getFirst().quality(), sides.stream().map(PdqHash::hash).toList(), Sha256.of(rgb));
  }
}
