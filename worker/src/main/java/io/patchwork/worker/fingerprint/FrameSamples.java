package io.patchwork.worker.fingerprint;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.manifest.VideoFingerprint;
import io.patchwork.schema.manifest.VideoSample;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.UnexpectedContent;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.OutputSpec;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The frames of a video that are hashed: two per second on a grid from its start, and the first of
 * every scene. FFmpeg writes their times into a file.
 */
record FrameSamples(HouseFormat.VideoTap look, FrameSize size) {

  static final String PIXELS = "frames.rgb";
  static final String TIMES = "frames.txt";

  /** Maximum side in pixels; larger frames do not improve the hash. */
  private static final int LONG_SIDE = 1280;

  private static final int PER_SECOND = 2;

  /** Scene score, 0 to 1, from which a frame begins a new scene. */
  private static final BigDecimal CUT = new BigDecimal("0.3");

  private static final Pattern FRAME = Pattern.compile("frame:[0-9]+ +pts:([0-9]{1,18}) .*");
  private static final Pattern SCORE =
      Pattern.compile("lavfi\\.scene_score=([0-9]{1,3}\\.[0-9]{1,9})");

  static FrameSamples of(VideoStream stream) {
    HouseFormat.VideoTap look = HouseFormat.withinFullHd(stream);
    return new FrameSamples(look, look.size().within(LONG_SIDE, LONG_SIDE).even());
  }

  OutputSpec output() {
    return OutputSpec.stream(
        PIXELS,
        look.tap()
            .through(
                Filter.of(
                    "select",
                    "expr",
                    look.every(Fraction.of(1, PER_SECOND)) + "+gt(scene," + CUT + ")"))
            .trimmed()
            .through(Filter.of("metadata", "mode", "print", "file", TIMES))
            // Without a scaler here, FFmpeg would convert all frames before selection.
            .through(size.inRgb()),
        Encoding.pixels().passthrough());
  }

  /**
   * A hashed frame with its time.
   *
   * @param pixels digest of the pixels
   */
  record Sample(VideoSample print, Sha256 pixels) {}

  /** The perceptual hash and the digest of a frame's pixels. */
  record HashedFrame(PdqHash hash, Sha256 pixels) {}

  /** Reads and hashes frames to the end of the stream. */
  void hash(InputStream bytes, List<HashedFrame> frames) throws IOException {
    byte[] rgb = new byte[3 * size.width() * size.height()];
    while (bytes.readNBytes(rgb, 0, rgb.length) == rgb.length) {
      frames.add(new HashedFrame(Pdq.of(rgb, size.width(), size.height()), Sha256.of(rgb)));
    }
  }

  /**
   * The hashed frames with their times.
   *
   * @param times the file of times that FFmpeg wrote
   * @throws IOException if the file does not match the frames
   */
  List<Sample> samples(Path times, List<HashedFrame> frames) throws IOException {
    List<Sample> samples = new ArrayList<>();
    AtomicReference<RationalTime> time = new AtomicReference<>(RationalTime.ZERO);
    ChildOutput.lines(
        times,
        line -> {
          Matcher frame = FRAME.matcher(line);
          Matcher score = SCORE.matcher(line);
          if (frame.matches()) {
            time.set(RationalTime.ofFrames(Long.parseLong(frame.group(1)), look.rate()));
          } else if (score.matches() && samples.size() < frames.size()) {
            HashedFrame looked = frames.get(samples.size());
            PdqHash hash = looked.hash();
            boolean isCut = new BigDecimal(score.group(1)).compareTo(CUT) > 0;
            samples.add(
                new Sample(
                    new VideoSample(time.get(), hash.hash(), hash.quality(), isCut),
                    looked.pixels()));
          }
        });
    if (samples.size() != frames.size()) {
      throw new UnexpectedContent(frames.size() + " frames, " + samples.size() + " times");
    }
    return samples;
  }

  VideoFingerprint print(List<Sample> samples) {
    String decoded =
        samples.stream()
            .map(sample -> sample.print().time() + " " + sample.pixels() + "\n")
            .collect(Collectors.joining());
    return new VideoFingerprint(
        PER_SECOND,
        size.width(),
        size.height(),
        samples.stream().map(Sample::print).toList(),
        Sha256.of(decoded));
  }
}
