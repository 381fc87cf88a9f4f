package io.patchwork.worker.transcode;

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

/**
 * What people read of a document: its first pages as pictures, and its text.
 *
 * @param isOptional whether the source is of use without it: a scan is a picture, too
 */
public record DocumentRendition(boolean isOptional) implements Contribution {

  @Override
  public String name() {
    return "pages and text";
  }

  @Override
  public List<Product> products() {
    return List.of();
  }

  @Override
  public Harvest begin() {
    return this::collect;
  }

  private Findings collect(Bench bench) throws Failure, InterruptedException {
    Reader.Reading reading = bench.read();
    List<Artifact> artifacts = new ArrayList<>();
    if (isOptional && reading.pages().size() < 2) {
      return Findings.NOTHING;
    }
    for (Reader.Drawing page : reading.pages()) {
      artifacts.add(
          bench.shelf().picture("page", page.file(), "image/jpeg", page.width(), page.height()));
    }
    String text = reading.text();
    if (!text.isBlank()) {
      artifacts.add(bench.shelf().text("text", Reader.TEXT, text, "text/plain;charset=utf-8"));
    }
    if (artifacts.isEmpty() && !isOptional) {
      throw new BadMedia(
          FailureCode.UNDECODABLE, "The document has neither a page nor a text.", null);
    }
    return Findings.of(artifacts, null);
  }
}
