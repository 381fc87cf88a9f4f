package io.patchwork.worker.render.segment;

import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.Shot;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.SeekPoint;
import io.patchwork.worker.render.plan.SegmentSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Probes the parameter sets (SPS and PPS, for example) that the encoders write, by encoding one
 * black frame. Thread-safe.
 */
public final class CodecConfigProbe {

  private final FFmpeg ffmpeg;
  private final Map<VideoCoding, Sha256> digests = new ConcurrentHashMap<>();

  public CodecConfigProbe(FFmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Digest of the parameter sets of every segment of this coding.
   *
   * @param folder work folder of a child process
   */
  public Sha256 parameterSets(VideoCoding coding, Path folder)
      throws Failure, InterruptedException {
    Sha256 cached = digests.get(coding);
    if (cached != null) {
      return cached;
    }
    SegmentSpec black =
        new SegmentSpec(
            SegmentSpec.RENDERER, ffmpeg.build(), coding, List.of(new Shot(1, List.of())));
    ffmpeg.run(RenderPasses.segment(black, SeekPoint.GUESSED), folder, progress -> {});
    try {
      Sha256 digest = Mp4Index.parameterSets(folder.resolve("out").resolve(RenderPasses.SEGMENT));
      digests.put(coding, digest);
      return digest;
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
