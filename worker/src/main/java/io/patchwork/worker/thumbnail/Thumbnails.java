package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.production.Contribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans the pictures that stand for a source. */
public final class Thumbnails {

  private Thumbnails() {}

  /** The poster and, of a video, the storyboard; nothing for sound. */
  public static List<Contribution> plan(MediaInfo info) {
    Optional<VideoStream> picture = info.picture();
    if (picture.isEmpty()) {
      return List.of();
    }
    List<Contribution> contributions = new ArrayList<>();
    contributions.add(Poster.plan(info.kind(), picture.get()));
    RationalTime duration = info.duration();
    if (info.kind() == MediaKind.VIDEO && duration != null) {
      contributions.add(Storyboard.plan(picture.get(), duration));
    }
    return contributions;
  }

  /**
   * The same for somebody who asked for nothing else.
   *
   * @throws BadMedia if there is no picture to make them of
   */
  public static List<Contribution> planOrRefuse(MediaInfo info) throws BadMedia {
    List<Contribution> contributions = plan(info);
    if (contributions.isEmpty()) {
      throw new BadMedia(
          FailureCode.NO_SUCH_STREAM,
          "The file has no picture to make thumbnails of; send a video or a picture.",
          null);
    }
    return contributions;
  }
}
