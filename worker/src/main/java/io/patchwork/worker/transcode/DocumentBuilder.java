package io.patchwork.worker.transcode;

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

/** Stores the pages and the text that the sandboxed JVM extracted from a document. */
final class DocumentBuilder implements ArtifactBuilder {

  private final DocumentRendition spec;

  DocumentBuilder(DocumentRendition spec) {
    this.spec = spec;
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure, InterruptedException {
    SandboxedJvm.Reading content = context.read();
    List<Artifact> artifacts = new ArrayList<>();
    if (spec.isOptional() && content.pages().size() < 2) {
      return ArtifactSet.NOTHING;
    }
    for (SandboxedJvm.Drawing page : content.pages()) {
      artifacts.add(
          context
              .writer()
              .picture(ArtifactRole.PAGE, page.file(), "image/jpeg", page.width(), page.height()));
    }
    String text = content.text();
    if (!text.isBlank()) {
      artifacts.add(
          context
              .writer()
              .text(ArtifactRole.TEXT, SandboxedJvm.TEXT, text, "text/plain;charset=utf-8"));
    }
    if (artifacts.isEmpty() && !spec.isOptional()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "The document has no page and no text; save it again in the program that made it, or as"
              + " PDF.",
          null);
    }
    ArtifactSet made = ArtifactSet.of(artifacts, null);
    return content.encodings().isEmpty() ? made : made.plus(doubt(content.encodings()));
  }

  private static ArtifactSet doubt(List<String> encodings) {
    return ArtifactSet.warning(
        "The text was read as "
            + encodings.getFirst()
            + ", but "
            + encodings.getLast()
            + " fits it as well; if its letters are wrong, save it as UTF-8 and upload it again.");
  }
}
