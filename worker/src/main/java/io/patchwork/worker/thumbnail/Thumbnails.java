package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.still.Still;
import io.patchwork.worker.still.StillFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans the thumbnails of a source. */
public final class Thumbnails {

  private static final RationalTime MINUTE = RationalTime.ofSeconds(60, 1);

  private static final RationalTime MAX_KEY_FRAME_INTERVAL = RationalTime.ofSeconds(12, 1);

  private static final List<Integer> POSTERS = List.of(1280, 640, 320);

  private Thumbnails() {}

  /** All thumbnails that a source can have. */
  public static List<ArtifactSpec> plan(MediaInfo info) {
    return planned(info, false);
  }

  /**
   * Selected thumbnails.
   *
   * @param only the wanted kinds; empty for all
   * @throws BadMedia if the source can have none of them
   */
  public static List<ArtifactSpec> plan(MediaInfo info, Set<Thumbnail.Kind> only) throws BadMedia {
    if (only.isEmpty()) {
      return plan(info);
    }
    List<ArtifactSpec> wanted =
        planned(info, only.equals(Set.of(Thumbnail.Kind.STORYBOARD)) && hasCloseKeys(info)).stream()
            .filter(each -> only.stream().anyMatch(kind -> kind.wireName().equals(each.kind())))
            .toList();
    if (wanted.isEmpty()) {
      throw new BadMedia(
          FailureCode.NO_SUCH_STREAM,
          "Nothing of "
              + only.stream().map(Thumbnail.Kind::wireName).collect(Collectors.joining(", "))
              + " can be made of this file; ask for something else.",
          null);
    }
    return wanted;
  }

  /** Whether key frames are close enough to stand for the frames after them. */
  private static boolean hasCloseKeys(MediaInfo info) {
    return info.videoStream()
        .map(VideoStream::maxKeyframeInterval)
        .filter(group -> group.compareTo(MAX_KEY_FRAME_INTERVAL) <= 0)
        .isPresent();
  }

  /**
   * Poster, storyboard and preview of a video; poster of a still, or of the cover of an audio file;
   * waveform of audio.
   */
  private static List<ArtifactSpec> planned(MediaInfo info, boolean needsKeyFramesOnly) {
    if (info.kind() == MediaKind.DOCUMENT) {
      return List.of(new PagePoster());
    }
    List<ArtifactSpec> specs = new ArrayList<>();
    Optional<VideoStream> video = info.videoStream();
    if (video.isPresent() && info.kind() != MediaKind.IMAGE) {
      // Where the duration is unknown, one minute is assumed.
      RationalTime duration = info.duration() == null ? MINUTE : info.duration();
      specs.add(Poster.plan(video.get(), duration));
      specs.add(Storyboard.plan(video.get(), duration, needsKeyFramesOnly));
      specs.add(Preview.plan(video.get(), duration));
    } else if (info.shown().isPresent()) {
      VideoStream still = info.shown().get();
      specs.add(Still.plan(ArtifactRole.POSTER, true, still, POSTERS, List.of(StillFormat.JPEG)));
      specs.add(StillPlaceholder.plan(still));
    }
    info.audioStream().ifPresent(audio -> specs.add(Waveform.plan(audio, info.duration())));
    return specs;
  }
}
