package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.picture.Picture;
import io.patchwork.worker.production.Bench;
import java.io.IOException;

/** Stores pictures that were made in memory. */
final class Drawn {

  private Drawn() {}

  static Artifact jpeg(Picture picture, String role, String file, Bench bench) throws Failure {
    try {
      picture.writeJpeg(bench.out(file));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    return bench.shelf().picture(role, file, "image/jpeg", picture.width(), picture.height());
  }

  static Artifact png(Picture picture, String role, String file, Bench bench) throws Failure {
    try {
      picture.writePng(bench.out(file));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    return bench.shelf().picture(role, file, "image/png", picture.width(), picture.height());
  }
}
