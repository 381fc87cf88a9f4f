package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.raster.RgbImage;
import java.io.IOException;

/** Stores images from memory as JPEG or PNG. */
final class ImageWriter {

  private ImageWriter() {}

  static Artifact jpeg(RgbImage picture, ArtifactRole role, String file, BuildContext context)
      throws Failure {
    try {
      picture.writeJpeg(context.out(file));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    return context.writer().picture(role, file, "image/jpeg", picture.width(), picture.height());
  }

  static Artifact png(RgbImage picture, ArtifactRole role, String file, BuildContext context)
      throws Failure {
    try {
      picture.writePng(context.out(file));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    return context.writer().picture(role, file, "image/png", picture.width(), picture.height());
  }
}
