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
 * What the encoders here tell decoders before the first frame: found out by asking them.
 * Thread-safe.
 */
public final class CodecConfigProbe {

  private final FFmpeg ffmpeg;
  private final Map<VideoCoding, Sha256> known = new ConcurrentHashMap<>();

  public CodecConfigProbe(FFmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Digest of the parameter sets of all segments that are encoded so: those of one black frame.
   *
   * @param folder for a child process
   */
  public Sha256 parameterSets(VideoCoding coding, Path folder)
      throws Failure, InterruptedException {
    Sha256 before = known.get(coding);
    if (before != null) {
      return before;
    }
    SegmentSpec black =
        new SegmentSpec(
            SegmentSpec.RENDERER, ffmpeg.build(), coding, List.of(new Shot(1, List.of())));
    ffmpeg.run(RenderPasses.segment(black, SeekPoint.GUESSED), folder, progress -> {});
    try {
      Sha256 sets = Mp4Index.parameterSets(folder.resolve("out").resolve(RenderPasses.SEGMENT));
      known.put(coding, sets);
      return sets;
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
