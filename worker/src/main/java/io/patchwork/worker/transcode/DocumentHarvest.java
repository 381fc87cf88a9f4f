package io.patchwork.worker.transcode;

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

/** Stores the pages and the text that a reading child wrote. */
final class DocumentHarvest implements Harvest {

  private final DocumentRendition spec;

  DocumentHarvest(DocumentRendition spec) {
    this.spec = spec;
  }

  @Override
  public Findings collect(Bench bench) throws Failure, InterruptedException {
    Reader.Reading reading = bench.read();
    List<Artifact> artifacts = new ArrayList<>();
    if (spec.isOptional() && reading.pages().size() < 2) {
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
    if (artifacts.isEmpty() && !spec.isOptional()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE, "The document has neither a page nor a text.", null);
    }
    return Findings.of(artifacts, null);
  }
}
