package io.patchwork.worker.console;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.manifest.Artifact;
import java.util.List;
import java.util.stream.Stream;

/** The files of a job's result. */
final class ResultFiles {

  private ResultFiles() {}

  /** All of them; of a render, its output is the first. */
  static List<Artifact> of(Result result) {
    return switch (result) {
      case Result.OfAsset asset -> asset.artifacts();
      case Result.OfRender render ->
          Stream.of(
                  List.of(render.output()),
                  render.streams(),
                  render.subtitles(),
                  List.of(render.lineage()))
              .flatMap(List::stream)
              .toList();
      case Result.OfProposal proposal -> proposal.artifacts();
      case Result.OfDeletion deletion -> List.of(deletion.report());
    };
  }
}
