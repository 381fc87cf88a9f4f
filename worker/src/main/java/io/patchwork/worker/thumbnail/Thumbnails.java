package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.still.Still;
import io.patchwork.worker.still.StillFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans the pictures that stand for a source. */
public final class Thumbnails {

  private static final RationalTime MINUTE = RationalTime.ofSeconds(60, 1);

  private static final List<Integer> POSTERS = List.of(1280, 640, 320);

  private Thumbnails() {}

  /** Poster, storyboard and preview of a video, poster of a still, waveform of a sound. */
  public static List<Contribution> plan(MediaInfo info) {
    if (info.kind() == MediaKind.DOCUMENT) {
      return List.of(new PagePoster());
    }
    List<Contribution> contributions = new ArrayList<>();
    Optional<VideoStream> picture = info.picture();
    if (picture.isPresent() && info.kind() == MediaKind.IMAGE) {
      contributions.add(
          Still.plan("poster", true, picture.get(), POSTERS, List.of(StillFormat.JPEG)));
      contributions.add(StillPlaceholder.plan(picture.get()));
    } else if (picture.isPresent()) {
      // Of a length that nobody knows, a minute at the most is looked at closely.
      RationalTime duration = info.duration() == null ? MINUTE : info.duration();
      contributions.add(Poster.plan(picture.get(), duration));
      contributions.add(Storyboard.plan(picture.get(), duration));
      contributions.add(Preview.plan(picture.get(), duration));
    }
    info.sound().ifPresent(sound -> contributions.add(Waveform.plan(sound, info.duration())));
    return contributions;
  }
}
