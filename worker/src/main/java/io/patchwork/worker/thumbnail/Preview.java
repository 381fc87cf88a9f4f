package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Part;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A short silent loop for lists: some moments spread over the whole video, or all of a short one.
 *
 * @param rate of the loop
 * @param moments when each begins
 * @param moment how long each is
 */
public record Preview(
    Conform.Look look,
    FrameSize size,
    FrameRate rate,
    List<RationalTime> moments,
    RationalTime moment)
    implements Contribution {

  private static final String FRAMES = "preview.yuv";
  private static final String KEPT = "preview.frames";
  private static final String FILM = "preview.y4m";
  private static final String FILE = "preview.webp";
  private static final int LONG_SIDE = 320;
  private static final FrameRate FASTEST = FrameRate.of(10, 1);
  private static final int MOMENTS = 5;
  private static final RationalTime MOMENT = RationalTime.ofSeconds(3, 5);
  private static final RationalTime SHORT = RationalTime.ofSeconds(4, 1);

  public Preview {
    moments = List.copyOf(moments);
  }

  static Preview plan(VideoStream stream, RationalTime duration) {
    Conform.Look look = Conform.look(stream);
    FrameSize size = look.size().within(LONG_SIDE, LONG_SIDE).even();
    boolean isSlow = look.rate().perSecond().compareTo(FASTEST.perSecond()) < 0;
    FrameRate rate = isSlow ? look.rate() : FASTEST;
    if (duration.compareTo(SHORT) <= 0) {
      return new Preview(look, size, rate, List.of(RationalTime.ZERO), SHORT);
    }
    // The first at once: FFmpeg tells no progress before every output has begun.
    List<RationalTime> moments =
        java.util.stream.IntStream.range(0, MOMENTS)
            .mapToObj(i -> new RationalTime(duration.seconds().times(Fraction.of(i, MOMENTS))))
            .toList();
    return new Preview(look, size, rate, moments, MOMENT);
  }

  @Override
  public String name() {
    return "preview";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    String inMoments =
        moments.stream()
            .map(from ->
                "gte(t,"
                    + from.toDecimalString()
                    + ")*lt(t,"
                    + from.plus(moment).toDecimalString()
                    + ")")
            .collect(Collectors.joining("+"));
    String onGrid = look.every(Fraction.ONE.dividedBy(rate.perSecond()));
    return List.of(
        Product.stream(
            FRAMES,
            look.tap()
                .picking(onGrid + "*(" + inMoments + ")")
                .through(
                    size.scaled(),
                    // Which is the matrix of every WebP (RFC 6386, 9.2).
                    Filter.of("scale", "out_color_matrix", "bt601"),
                    Filter.of("format", "pix_fmts", "yuv420p")),
            List.of("-fps_mode", "passthrough", "-f", "rawvideo")));
  }

  @Override
  public Harvest begin() {
    return new Harvest() {
      private final HeardFrames frames = new HeardFrames(KEPT, bytesPerFrame());

      @Override
      public void hear(String file, InputStream bytes) throws IOException {
        frames.hear(bytes, most());
      }

      @Override
      public List<String> keep(Part part, Bench bench) throws Failure {
        return frames.keep(part, bench, Preview.this::isShown);
      }

      @Override
      public void take(Kept kept, Bench bench) throws IOException {
        frames.take(kept);
      }

      @Override
      public Findings collect(Bench bench) throws Failure, InterruptedException {
        bench.write(FILM, out -> film(frames.bytes(), out));
        bench.run(encoding(bench.asInput(FILM)));
        return Findings.of(
            bench.shelf().picture("preview", FILE, "image/webp", size.width(), size.height()));
      }
    };
  }

  private boolean isShown(long frame) {
    RationalTime time = RationalTime.ofFrames(frame, look.rate());
    return look.isOneOfEvery(Fraction.ONE.dividedBy(rate.perSecond()), frame)
        && moments.stream()
            .anyMatch(from -> time.compareTo(from) >= 0 && time.compareTo(from.plus(moment)) < 0);
  }

  private int bytesPerFrame() {
    return size.width() * size.height() * 3 / 2;
  }

  /** Frames that all moments have room for, and one more each. */
  private int most() {
    int perMoment = moment.seconds().times(rate.perSecond()).ceiling().intValueExact() + 1;
    return moments.size() * perMoment;
  }

  /** YUV4MPEG2, the plainest film there is (mjpegtools, yuv4mpeg(5)). */
  private void film(byte[] frames, DataOutputStream out) throws IOException {
    out.writeBytes(
        "YUV4MPEG2 W%d H%d F%d:%d Ip A1:1 C420mpeg2\n"
            .formatted(size.width(), size.height(), rate.numerator(), rate.denominator()));
    for (int at = 0; at + bytesPerFrame() <= frames.length; at += bytesPerFrame()) {
      out.writeBytes("FRAME\n");
      out.write(frames, at, bytesPerFrame());
    }
  }

  /** The film as an animation. */
  static Pass encoding(String film) {
    return new Pass(
        List.of(Input.whole(film, Demuxer.YUV4MPEG)),
        new FilterGraph(List.of()),
        List.of(
            new Output(
                FILE,
                List.of("0:0"),
                List.of(
                    "-c:v",
                    "libwebp_anim",
                    "-quality",
                    "60",
                    "-compression_level",
                    "2",
                    "-loop",
                    "0",
                    "-f",
                    "webp"))),
        Pass.Clock.FROM_ZERO,
        null);
  }
}
