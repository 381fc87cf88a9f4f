package io.patchwork.worker.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.manifest.SoundPrint;
import io.patchwork.schema.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What commands print with {@code --json}: one object a line. */
final class JsonOutput {

  private static final int MAX_DOCUMENT = 64 << 20;

  private JsonOutput() {}

  /** A stored output and where others find it. */
  record PrintedArtifact(String role, String key, String uri, String sha256, long bytes) {
    static PrintedArtifact of(Artifact artifact, ObjectStore store) {
      return new PrintedArtifact(
          artifact.role().word(),
          artifact.key(),
          store.uri(new ObjectKey(artifact.key())).toString(),
          artifact.sha256().hex(),
          artifact.bytes());
    }
  }

  /** The end of an ingest, transcode, thumbnail or fingerprint job. */
  record OfAsset(
      @Nullable String asset,
      String source,
      String outcome,
      @Nullable FailureCode code,
      @Nullable String message,
      @Nullable String manifest,
      List<PrintedArtifact> artifacts,
      @Nullable String sha256,
      @Nullable String pdq,
      @Nullable Integer quality,
      @Nullable String chromaprint,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

    /** A source for which no job could be sent. */
    static OfAsset failed(String source, CommandFailed failure) {
      return new OfAsset(
          null,
          source,
          "failed",
          failure.code(),
          failure.sentence(),
          null,
          List.of(),
          null,
          null,
          null,
          null,
          List.of());
    }

    /** The compressed acoustic fingerprint, where the content has one. */
    private static @Nullable String chromaprint(@Nullable Fingerprints prints, ObjectStore store) {
      if (prints == null || prints.document() == null) {
        return null;
      }
      return store
          .read(new ObjectKey(prints.document()), MAX_DOCUMENT)
          .map(content -> Json.read(content.bytes(), FingerprintDocument.class))
          .map(FingerprintDocument::sound)
          .map(SoundPrint::text)
          .filter(text -> !text.isEmpty())
          .orElse(null);
    }

    static OfAsset of(@Nullable String asset, String source, JobEvent end, ObjectStore store) {
      return switch (end) {
        case JobEvent.Completed(var _, Result.OfAsset result) -> {
          Fingerprints prints = result.fingerprints();
          @Nullable PdqHash pdq = prints == null ? null : prints.pdq();
          yield new OfAsset(
              result.asset().value(),
              source,
              "completed",
              null,
              null,
              result.manifest(),
              result.artifacts().stream()
                  .map(artifact -> PrintedArtifact.of(artifact, store))
                  .toList(),
              result.sha256().hex(),
              pdq == null ? null : pdq.hash(),
              pdq == null ? null : Integer.valueOf(pdq.quality()),
              chromaprint(prints, store),
              result.warnings());
        }
        case JobEvent.Failed failed ->
            new OfAsset(
                asset,
                source,
                "failed",
                failed.code(),
                failed.message(),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                List.of());
        default ->
            new OfAsset(
                asset,
                source,
                end.kind().word(),
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                List.of());
      };
    }
  }

  /** The end of a render. */
  record OfRender(
      String render,
      String outcome,
      @Nullable FailureCode code,
      @Nullable String message,
      @Nullable PrintedArtifact output,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PrintedArtifact> streams,
      @Nullable PrintedArtifact lineage,
      @Nullable Long frames,
      Result.@Nullable SegmentCount segments,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

    static OfRender of(String render, JobEvent end, ObjectStore store) {
      return switch (end) {
        case JobEvent.Completed(var _, Result.OfRender result) ->
            new OfRender(
                render,
                "completed",
                null,
                null,
                PrintedArtifact.of(result.output(), store),
                result.streams().stream().map(each -> PrintedArtifact.of(each, store)).toList(),
                PrintedArtifact.of(result.lineage(), store),
                result.frames(),
                result.segments(),
                result.warnings());
        case JobEvent.Failed failed ->
            new OfRender(
                render,
                "failed",
                failed.code(),
                failed.message(),
                null,
                List.of(),
                null,
                null,
                null,
                List.of());
        default ->
            new OfRender(
                render,
                end.kind().word(),
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                List.of());
      };
    }
  }
}
