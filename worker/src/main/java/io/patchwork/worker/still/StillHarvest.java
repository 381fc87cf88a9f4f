package io.patchwork.worker.still;

import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Harvest;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores a still in its sizes and formats, converted into sRGB where its profile says otherwise.
 */
public final class StillHarvest implements Harvest {

  private final Still spec;

  /** For one run. */
  public StillHarvest(Still spec) {
    this.spec = spec;
  }

  @Override
  public Findings collect(Bench bench) throws Failure, InterruptedException {
    if (spec.hasProfile()) {
      String converted = bench.toStandardColours(spec.decoded());
      bench.run(Pass.of(Input.whole(converted, Demuxer.PNG), "0:0", "", spec.encodings(), null));
    }
    List<Artifact> artifacts = new ArrayList<>();
    for (FrameSize size : spec.sizes()) {
      for (StillFormat format : spec.formats()) {
        if (format.takes(size, spec.isTransparent())) {
          artifacts.add(
              bench
                  .shelf()
                  .picture(
                      spec.role(),
                      spec.file(size, format),
                      format.mediaType(),
                      size.width(),
                      size.height()));
        }
      }
    }
    return Findings.of(artifacts, null);
  }
}
