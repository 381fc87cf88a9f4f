package io.patchwork.worker.still;

import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.AtOnce;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.ArrayList;
import java.util.List;

/** Stores a still image in its sizes and formats. */
public final class StillBuilder implements ArtifactBuilder {

  private final Still spec;

  /** A builder for one run. */
  public StillBuilder(Still spec) {
    this.spec = spec;
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure, InterruptedException {
    List<AtOnce.Task<Artifact>> pictures = new ArrayList<>();
    for (FrameSize size : spec.sizes()) {
      for (StillFormat format : spec.formats()) {
        if (format.takes(size, spec.isTransparent())) {
          pictures.add(() ->
              context
                  .writer()
                  .picture(
                      spec.role(),
                      spec.file(size, format),
                      format.mediaType(),
                      size.width(),
                      size.height()));
        }
      }
    }
    return ArtifactSet.of(AtOnce.all(pictures), null);
  }
}
