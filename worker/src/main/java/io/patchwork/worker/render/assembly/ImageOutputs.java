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
 * Draws the image outputs of a render (PNG, ZIP, GIF, WebP) from its lossless segments, and checks
 * that no frame is missing. Thread-safe.
 */
final class ImageOutputs {

  private static final String PALETTE = "palette.png";
  private static final String IMAGES = "images";
  private static final String FRAMES = "0:v";

  private static final Filter RGB = Filter.of("format", "pix_fmts", "rgb24");
  private static final Filter FULL =
      Filter.of("scale", "in_color_matrix", "bt709", "flags", "accurate_rnd+full_chroma_int");

  private static final List<Filter> PALETTE_FILTERS =
      List.of(Filter.of("palettegen", "stats_mode", "diff"));

  private final FFmpeg ffmpeg;

  ImageOutputs(FFmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Draws the output.
   *
   * @param folder work folder with the segments and their concat list in {@code in}
   * @return the file
   * @throws Fault if its frames are not those of the plan
   */
  Path draw(RenderPlan plan, OutputFormat format, Path folder)
      throws Failure, InterruptedException {
    Path file = folder.resolve("out").resolve(RenderPasses.WHOLE);
    switch (format) {
      case PNG -> still(plan, folder, file);
      case ZIP -> pack(plan, folder, file);
      case GIF -> dither(plan, folder);
      case WEBP -> animate(plan, folder, file);
      case MP4, MOV, WEBM -> throw new IllegalArgumentException(format + " is joined");
    }
    return file;
  }

  private static Input film() {
    return Input.whole(RenderPasses.LIST, Demuxer.CONCAT);
  }

  /** The passes that draw it, in order. */
  static List<Pass> passes(OutputFormat format, RationalTime length) {
    return switch (format) {
      case PNG ->
          List.of(
              pass(List.of(FULL, RGB), output(RenderPasses.WHOLE, ImageEncodings.png()), length));
      case ZIP -> List.of(pass(List.of(FULL, RGB), images(), length));
      case GIF ->
          List.of(
              pass(PALETTE_FILTERS, output(PALETTE, ImageEncodings.png()), length),
              dithered(length));
      case WEBP -> List.of(animated(length));
      case MP4, MOV, WEBM -> throw new IllegalArgumentException(format + " is joined");
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

  /** One PNG, with who is seen in it. */
  private void still(RenderPlan plan, Path folder, Path file) throws Failure, InterruptedException {
    ffmpeg.run(passes(OutputFormat.PNG, plan.duration()).getFirst(), folder, progress -> {});
    try {
      new PngCredits(plan).write(file);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** A PNG for each frame with who is seen in it, packed into a ZIP as FFmpeg writes them. */
  private void pack(RenderPlan plan, Path folder, Path file) throws Failure, InterruptedException {
    ImagePack pack = new ImagePack(file, new PngCredits(plan)::chunk);
    PassResult result =
        ffmpeg.run(
            passes(OutputFormat.ZIP, plan.duration()).getFirst(),
            folder,
            Map.of(IMAGES, pack),
            progress -> {});
    if (pack.writeFailure() != null) {
      throw Disk.failure(pack.writeFailure());
    }
    if (!result.failed().isEmpty()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "The pictures could not be packed; render again, or choose another profile.",
          "failed: " + result.failed());
    }
    checkCount(pack.images(), plan.frames());
  }

  /** A GIF in two passes: one palette of 256 colours for the whole, then dithering. */
  private void dither(RenderPlan plan, Path folder) throws Failure, InterruptedException {
    List<Pass> passes = passes(OutputFormat.GIF, plan.duration());
    ffmpeg.run(passes.getFirst(), folder, progress -> {});
    JobFolder.link(folder.resolve("out").resolve(PALETTE), folder, PALETTE);
    ffmpeg.run(passes.getLast(), folder, progress -> {});
    Path probeFolder = folder.resolve("look");
    String name =
        JobFolder.link(
            folder.resolve("out").resolve(RenderPasses.WHOLE), probeFolder, RenderPasses.WHOLE);
    checkCount(ffmpeg.packets(probeFolder, name, Demuxer.GIF, "v:0").pts().length, plan.frames());
  }

  private void animate(RenderPlan plan, Path folder, Path file)
      throws Failure, InterruptedException {
    ffmpeg.run(passes(OutputFormat.WEBP, plan.duration()).getFirst(), folder, progress -> {});
    try {
      // WebP merges equal frames into one of longer duration.
      RationalTime length = WebpDuration.duration(file).orElse(plan.duration());
      RationalTime error =
          RationalTime.max(length.minus(plan.duration()), plan.duration().minus(length));
      if (error.compareTo(RationalTime.ofFrames(1, plan.rate())) > 0) {
        throw new Fault("an animation of " + length + " instead of " + plan.duration(), null);
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static void checkCount(long drawn, long planned) throws Fault {
    if (drawn != planned) {
      throw new Fault(drawn + " pictures were drawn instead of " + planned, null);
    }
  }
}
