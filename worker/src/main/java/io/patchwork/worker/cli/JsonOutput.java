package io.patchwork.worker.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
import io.patchwork.worker.render.RenderModule;
import io.patchwork.worker.timelineimport.FoundMedia;
import io.patchwork.worker.timelineimport.ImportedTimeline;
import io.patchwork.worker.timelineimport.MissingFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects that commands print with {@code --json}, one per line. */
final class JsonOutput {

  private static final int MAX_DOCUMENT_BYTES = 64 << 20;

  private JsonOutput() {}

  /**
   * Why a command did nothing.
   *
   * @param code null where no job failed
   * @param details the files that are missing, where that is why
   */
  record Refusal(
      TerminalState outcome,
      @Nullable FailureCode code,
      String message,
      List<MissingFile> details) {

    static Refusal of(CommandFailed failed) {
      return new Refusal(TerminalState.FAILED, failed.code(), failed.sentence(), failed.missing());
    }
  }

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
   * @param details none
   * @param artifacts none
   */
  record FailedAsset(
      @Nullable String asset,
      String source,
      TerminalState outcome,
      @Nullable FailureCode code,
      String message,
      List<MissingFile> details,
      List<PrintedArtifact> artifacts)
      implements OfAsset {

    static FailedAsset of(
        @Nullable String asset, String source, @Nullable FailureCode code, String message) {
      return new FailedAsset(
          asset, source, TerminalState.FAILED, code, message, List.of(), List.of());
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
      case JobEvent.Completed(var _, Result.OfAsset result, var _) ->
          MadeAsset.of(source, result, store);
      case JobEvent.Failed failed -> FailedAsset.of(asset, source, failed.code(), failed.message());
      case JobEvent.Completed(var _, Result.OfRender _, var _),
          JobEvent.Completed(var _, Result.OfProposal _, var _),
          JobEvent.Completed(var _, Result.OfDeletion _, var _) ->
          new EndedAsset(asset, source, TerminalState.COMPLETED, List.of());
      case JobEvent.Cancelled _ ->
          new EndedAsset(asset, source, TerminalState.CANCELLED, List.of());
    };
  }

  /** The plan of a render of a timeline some of whose files were found by their names. */
  record PlannedRender(
      @JsonUnwrapped RenderModule.Preview plan,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FoundMedia> foundMedia) {}

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
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FoundMedia> foundMedia,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings)
      implements OfRender {}

  /**
   * A failed render.
   *
   * @param details the clips that name no file, where that is why
   */
  record FailedRender(
      String render,
      TerminalState outcome,
      FailureCode code,
      String message,
      List<MissingFile> details)
      implements OfRender {}

  /** A job of another kind, or a cancelled render. */
  record EndedRender(String render, TerminalState outcome) implements OfRender {}

  /** The end of a render of a timeline some of whose files were found by their names. */
  static OfRender ofRender(
      String render, JobEvent.Terminal end, ImportedTimeline imported, ObjectStore store) {
    return switch (end) {
      case JobEvent.Completed(var _, Result.OfRender result, var _) ->
          new MadeRender(
              render,
              TerminalState.COMPLETED,
              PrintedArtifact.of(result.output(), store),
              printed(result.streams(), store),
              PrintedArtifact.of(result.lineage(), store),
              result.frameCount(),
              result.segments(),
              imported.found(),
              result.warnings());
      case JobEvent.Failed failed ->
          new FailedRender(
              render,
              TerminalState.FAILED,
              failed.code(),
              failed.message(),
              failed.code() == FailureCode.MISSING_MEDIA ? imported.unlinked() : List.of());
      case JobEvent.Completed(var _, Result.OfAsset _, var _),
          JobEvent.Completed(var _, Result.OfProposal _, var _),
          JobEvent.Completed(var _, Result.OfDeletion _, var _) ->
          new EndedRender(render, TerminalState.COMPLETED);
      case JobEvent.Cancelled _ -> new EndedRender(render, TerminalState.CANCELLED);
    };
  }

  private static List<PrintedArtifact> printed(List<Artifact> artifacts, ObjectStore store) {
    return artifacts.stream().map(each -> PrintedArtifact.of(each, store)).toList();
  }
}
