package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Harvest;
import io.patchwork.worker.reader.Reader;
import java.util.ArrayList;
import java.util.List;

/** Stores the pictures of a first page that a reading child drew. */
final class PagePosterHarvest implements Harvest {

  @Override
  public Findings collect(Bench bench) throws Failure, InterruptedException {
    List<Artifact> posters = new ArrayList<>();
    for (Reader.Drawing poster : bench.read().posters()) {
      posters.add(
          bench
              .shelf()
              .picture("poster", poster.file(), "image/jpeg", poster.width(), poster.height()));
    }
    if (posters.isEmpty()) {
      throw new BadMedia(FailureCode.UNDECODABLE, "No page of it can be drawn.", null);
    }
    return Findings.of(posters, null);
  }
}
