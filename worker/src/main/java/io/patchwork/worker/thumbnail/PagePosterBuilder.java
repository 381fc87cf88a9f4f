package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.util.ArrayList;
import java.util.List;

/** Stores the images of the first page that the sandboxed JVM rendered. */
final class PagePosterBuilder implements ArtifactBuilder {

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure, InterruptedException {
    List<Artifact> posters = new ArrayList<>();
    for (SandboxedJvm.Drawing poster : context.read().posters()) {
      posters.add(
          context
              .writer()
              .picture(
                  ArtifactRole.POSTER,
                  poster.file(),
                  "image/jpeg",
                  poster.width(),
                  poster.height()));
    }
    if (posters.isEmpty()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "No page of this document can be drawn; save it again in the program that made it, or"
              + " as PDF.",
          null);
    }
    return ArtifactSet.of(posters, null);
  }
}
