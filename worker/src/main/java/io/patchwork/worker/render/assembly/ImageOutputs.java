package io.patchwork.worker.render.assembly;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.ImageEncodings;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.PassResult;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.OutputFormat;
import io.patchwork.worker.render.plan.RenderPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Draws files of pictures of a render's lossless segments, and looks whether all are there.
 * Thread-safe.
 */
final class ImageOutputs {

  private static final String PALETTE = "palette.png";
  private static final String IMAGES = "images";
  private static final String FRAMES = "0:v";

  private static final Filter RGB = Filter.of("format", "pix_fmts", "rgb24");
  private static final Filter FULL =
      Filter.of("scale", "in_color_matrix", "bt709", "flags", "accurate_rnd+full_chroma_int");

  private static final List<Filter> PALETTE_OF_ALL =
      List.of(Filter.of("palettegen", "stats_mode", "diff"));

  private final FFmpeg ffmpeg;

  ImageOutputs(FFmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Draws it.
   *
   * @param folder with the segments and their list in {@code in}
   * @return the file
   * @throws Fault if there is not in it what was planned
   */
  Path draw(RenderPlan plan, OutputFormat form, Path folder) throws Failure, InterruptedException {
    Path drawn = folder.resolve("out").resolve(RenderPasses.WHOLE);
    switch (form) {
      case PNG -> ffmpeg.run(passes(form, plan.duration()).getFirst(), folder, progress -> {});
      case ZIP -> pack(plan, folder, drawn);
      case GIF -> dither(plan, folder);
      case WEBP -> animate(plan, folder, drawn);
      case MP4, MOV, WEBM -> throw new IllegalArgumentException(form + " is joined");
    }
    return drawn;
  }

  private static Input film() {
    return Input.whole(RenderPasses.LIST, Demuxer.CONCAT);
  }

  /** What draws it, one pass after the other. */
  static List<Pass> passes(OutputFormat form, RationalTime length) {
    return switch (form) {
      case PNG ->
          List.of(
              pass(List.of(FULL, RGB), output(RenderPasses.WHOLE, ImageEncodings.png()), length));
      case ZIP -> List.of(pass(List.of(FULL, RGB), images(), length));
      case GIF ->
          List.of(
              pass(PALETTE_OF_ALL, output(PALETTE, ImageEncodings.png()), length),
              dithered(length));
      case WEBP -> List.of(animated(length));
      case MP4, MOV, WEBM -> throw new IllegalArgumentException(form + " is joined");
    };
  }

  private static Output output(String file, Encoding encoding) {
    return new Output(file, List.of("[drawn]"), encoding);
  }

  private static Pass pass(List<Filter> filters, Output output, RationalTime length) {
    return new Pass(
        List.of(film()),
        new FilterGraph(List.of(new FilterGraph.Chain(List.of(FRAMES), filters, List.of("drawn")))),
        List.of(output),
        Pass.Timestamps.FROM_ZERO,
        length);
  }

  private static Output images() {
    return new Output(IMAGES, List.of("[drawn]"), ImageEncodings.pngs(), OutputSpec.Kind.STREAM);
  }

  private static Pass dithered(RationalTime length) {
    Filter dither = Filter.of("paletteuse", "dither", "sierra2_4a", "diff_mode", "rectangle");
    return new Pass(
        List.of(film(), Input.whole(PALETTE, Demuxer.PNG)),
        new FilterGraph(
            List.of(
                new FilterGraph.Chain(List.of(FRAMES, "1:v"), List.of(dither), List.of("drawn")))),
        List.of(output(RenderPasses.WHOLE, ImageEncodings.gif())),
        Pass.Timestamps.FROM_ZERO,
        length);
  }

  private static Pass animated(RationalTime length) {
    return pass(
        // Which is the matrix of every WebP (RFC 6386, 9.2).
        List.of(
            Filter.of("scale", "in_color_matrix", "bt709", "out_color_matrix", "bt601"),
            Filter.of("format", "pix_fmts", "yuv420p")),
        output(RenderPasses.WHOLE, ImageEncodings.animatedWebp()),
        length);
  }

  /** A PNG a frame, packed while they are made. */
  private void pack(RenderPlan plan, Path folder, Path drawn) throws Failure, InterruptedException {
    ImagePack pack = new ImagePack(drawn);
    PassResult ran =
        ffmpeg.run(
            passes(OutputFormat.ZIP, plan.duration()).getFirst(),
            folder,
            Map.of(IMAGES, pack),
            progress -> {});
    if (pack.full() != null) {
      throw Disk.failure(pack.full());
    }
    if (!ran.failed().isEmpty()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE, "The pictures could not be packed.", "failed: " + ran.failed());
    }
    refuseOther(pack.images(), plan.frames());
  }

  /** In the 256 colours that suit the whole best: looked for first, so that no frame waits. */
  private void dither(RenderPlan plan, Path folder) throws Failure, InterruptedException {
    List<Pass> passes = passes(OutputFormat.GIF, plan.duration());
    ffmpeg.run(passes.getFirst(), folder, progress -> {});
    JobFolder.link(folder.resolve("out").resolve(PALETTE), folder, PALETTE);
    ffmpeg.run(passes.getLast(), folder, progress -> {});
    Path looked = folder.resolve("look");
    String name =
        JobFolder.link(
            folder.resolve("out").resolve(RenderPasses.WHOLE), looked, RenderPasses.WHOLE);
    refuseOther(ffmpeg.packets(looked, name, Demuxer.GIF, "v:0").pts().length, plan.frames());
  }

  private void animate(RenderPlan plan, Path folder, Path drawn)
      throws Failure, InterruptedException {
    ffmpeg.run(passes(OutputFormat.WEBP, plan.duration()).getFirst(), folder, progress -> {});
    try {
      // Frames that are alike are one in it, which stands longer.
      RationalTime length = WebpDuration.duration(drawn).orElse(plan.duration());
      RationalTime apart =
          RationalTime.max(length.minus(plan.duration()), plan.duration().minus(length));
      if (apart.compareTo(RationalTime.ofFrames(1, plan.rate())) > 0) {
        throw new Fault("an animation of " + length + " instead of " + plan.duration(), null);
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static void refuseOther(long drawn, long planned) throws Fault {
    if (drawn != planned) {
      throw new Fault(drawn + " pictures were drawn instead of " + planned, null);
    }
  }
}
