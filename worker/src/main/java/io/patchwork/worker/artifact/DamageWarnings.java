package io.patchwork.worker.artifact;

import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.ffmpeg.PassResult;
import java.util.ArrayList;
import java.util.List;

/** Warnings about parts of a source that did not decode cleanly. */
final class DamageWarnings {

  private DamageWarnings() {}

  /** The warnings, as sentences, after a pass over a source. */
  static List<String> of(FetchedSource source, PassResult pass) {
    MediaInfo info = source.info();
    boolean isStill = info.kind() == MediaKind.IMAGE;
    List<String> warnings = new ArrayList<>();
    if (info.videoStream().filter(video -> pass.hasDamaged(video.codec())).isPresent()) {
      warnings.add(
          isStill
              ? "The picture is damaged, and the damage is visible in all renditions; upload a"
                  + " whole copy if you have one."
              : "Some video frames are damaged, and the damage is visible in all renditions;"
                  + " upload a whole copy if you have one.");
    }
    if (info.audioStream().filter(audio -> pass.hasDamaged(audio.codec())).isPresent()) {
      warnings.add(
          "Some of the audio is damaged, so there may be gaps or noise; upload a whole copy if"
              + " you have one.");
    }
    // The demuxer's errors of a still concern data other than the image.
    if (!isStill && source.demuxer().filter(pass::hasDamaged).isPresent()) {
      warnings.add(
          "The file is damaged or was cut short, and only what can be read of it was used; upload"
              + " a whole copy if you have one.");
    }
    return warnings;
  }
}
