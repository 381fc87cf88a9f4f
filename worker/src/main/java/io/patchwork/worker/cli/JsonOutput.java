package io.patchwork.worker.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AudioFingerprint;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.jobs.TerminalState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects that commands print with {@code --json}, one per line. */
final class JsonOutput {

  private static final int MAX_DOCUMENT_BYTES = 64 << 20;

  private JsonOutput() {}

  /** A stored artifact and its URI. */
  record PrintedArtifact(ArtifactRole role, String key, String uri, String sha256, long bytes) {
    static PrintedArtifact of(Artifact artifact, ObjectStore store) {
      return new PrintedArtifact(
          artifact.role(),
          artifact.key(),
          store.uri(new ObjectKey(artifact.key())).toString(),
          artifact.sha256().hex(),
          artifact.bytes());
    }
  }

  /** The end of an ingest, transcode, thumbnail or fingerprint job. */
  sealed interface OfAsset {}

  /**
   * A completed ingest, transcode, thumbnail or fingerprint job, with its artifacts, digest and
   * fingerprints.
   */
  record MadeAsset(
      String asset,
      String source,
      TerminalState outcome,
      @Nullable String manifest,
      List<PrintedArtifact> artifacts,
      String sha256,
      @Nullable String pdq,
      @Nullable Integer quality,
      @Nullable String chromaprint,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings)
      implements OfAsset {

    static MadeAsset of(String source, Result.OfAsset result, ObjectStore store) {
      Optional<Fingerprints> prints = Optional.ofNullable(result.fingerprints());
      Optional<PdqHash> pdq = prints.map(Fingerprints::pdq);
      return new MadeAsset(
          result.asset().value(),
          source,
          TerminalState.COMPLETED,
          result.manifest(),
          printed(result.artifacts(), store),
          result.sha256().hex(),
          pdq.map(PdqHash::hash).orElse(null),
          pdq.map(PdqHash::quality).orElse(null),
          prints.flatMap(each -> chromaprint(each, store)).orElse(null),
          result.warnings());
    }

    /** The compressed acoustic fingerprint, where the content has one. */
    private static Optional<String> chromaprint(Fingerprints prints, ObjectStore store) {
      return Optional.ofNullable(prints.document())
          .flatMap(document -> store.read(new ObjectKey(document), MAX_DOCUMENT_BYTES))
          .map(content -> Json.read(content.bytes(), FingerprintDocument.class))
          .map(FingerprintDocument::audio)
          .map(AudioFingerprint::text)
          .filter(text -> !text.isEmpty());
    }
  }

  /**
   * A failed job.
   *
   * @param asset null where the job is about no asset
   * @param code null where no job could be sent
   * @param artifacts none
   */
  record FailedAsset(
      @Nullable String asset,
      String source,
      TerminalState outcome,
      @Nullable FailureCode code,
      String message,
      List<PrintedArtifact> artifacts)
      implements OfAsset {

    static FailedAsset of(
        @Nullable String asset, String source, @Nullable FailureCode code, String message) {
      return new FailedAsset(asset, source, TerminalState.FAILED, code, message, List.of());
    }
  }

  /**
   * A job of another kind, or a cancelled one.
   *
   * @param asset null where the job is about no asset
   * @param artifacts none
   */
  record EndedAsset(
      @Nullable String asset, String source, TerminalState outcome, List<PrintedArtifact> artifacts)
      implements OfAsset {}

  /** The failure of a source for which no job was sent. */
  static OfAsset ofSource(String source, CommandFailed failure) {
    return FailedAsset.of(null, source, failure.code(), failure.sentence());
  }

  static OfAsset ofAsset(
      @Nullable String asset, String source, JobEvent.Terminal end, ObjectStore store) {
    return switch (end) {
      case JobEvent.Completed(var _, Result.OfAsset result) -> MadeAsset.of(source, result, store);
      case JobEvent.Failed failed -> FailedAsset.of(asset, source, failed.code(), failed.message());
      case JobEvent.Completed(var _, Result.OfRender _) ->
          new EndedAsset(asset, source, TerminalState.COMPLETED, List.of());
      case JobEvent.Cancelled _ ->
          new EndedAsset(asset, source, TerminalState.CANCELLED, List.of());
    };
  }

  /** The end of a render. */
  sealed interface OfRender {}

  /** A completed render. */
  record MadeRender(
      String render,
      TerminalState outcome,
      PrintedArtifact output,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PrintedArtifact> streams,
      PrintedArtifact lineage,
      long frameCount,
      Result.SegmentCount segments,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings)
      implements OfRender {}

  /** A failed render. */
  record FailedRender(String render, TerminalState outcome, FailureCode code, String message)
      implements OfRender {}

  /** A job of another kind, or a cancelled render. */
  record EndedRender(String render, TerminalState outcome) implements OfRender {}

  static OfRender ofRender(String render, JobEvent.Terminal end, ObjectStore store) {
    return switch (end) {
      case JobEvent.Completed(var _, Result.OfRender result) ->
          new MadeRender(
              render,
              TerminalState.COMPLETED,
              PrintedArtifact.of(result.output(), store),
              printed(result.streams(), store),
              PrintedArtifact.of(result.lineage(), store),
              result.frameCount(),
              result.segments(),
              result.warnings());
      case JobEvent.Failed failed ->
          new FailedRender(render, TerminalState.FAILED, failed.code(), failed.message());
      case JobEvent.Completed(var _, Result.OfAsset _) ->
          new EndedRender(render, TerminalState.COMPLETED);
      case JobEvent.Cancelled _ -> new EndedRender(render, TerminalState.CANCELLED);
    };
  }

  private static List<PrintedArtifact> printed(List<Artifact> artifacts, ObjectStore store) {
    return artifacts.stream().map(each -> PrintedArtifact.of(each, store)).toList();
  }
}
