package io.patchwork.worker.transcode;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import io.patchwork.worker.still.Still;
import java.util.List;
import java.util.Optional;

/** Plans the renditions of a source. */
public final class Renditions {

  private Renditions() {}

  /**
   * The renditions of a source.
   *
   * @throws BadMedia if it has neither video nor audio, or its declared duration is wrong and the
   *     profile is strict
   */
  public static List<ArtifactSpec> plan(MediaInfo info, LadderProfile ladder) throws Failure {
    if (ladder.strict() && info.declaredDuration() != null) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "The file says that it is "
              + info.declaredDuration().toClock()
              + " long, but it holds "
              + (info.duration() == null ? "another length" : info.duration().toClock())
              + "; export it again from the program that made it and upload that.",
          null);
    }
    if (info.kind() == MediaKind.DOCUMENT) {
      return List.of(new DocumentRendition(false));
    }
    Optional<VideoStream> video = info.videoStream();
    if (info.kind() != MediaKind.IMAGE || video.isEmpty()) {
      return List.of(Streaming.plan(info, ladder));
    }
    LadderProfile.Stills stills = ladder.stills();
    ArtifactSpec still =
        Still.plan(ArtifactRole.RENDITION, false, video.get(), stills.sides(), stills.formats());
    return info.mediaType().equals(SandboxedJvm.TIFF)
        ? List.of(still, new DocumentRendition(true))
        : List.of(still);
  }
}
