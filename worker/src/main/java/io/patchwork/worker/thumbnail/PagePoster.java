package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.reader.Reader;
import java.util.ArrayList;
import java.util.List;

/** The first page of a document, or its cover, in several sizes. */
public record PagePoster() implements Contribution {

  @Override
  public String name() {
    return "poster";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    return List.of();
  }

  @Override
  public Harvest begin() {
    return PagePoster::collect;
  }

  private static Findings collect(Bench bench) throws Failure, InterruptedException {
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
