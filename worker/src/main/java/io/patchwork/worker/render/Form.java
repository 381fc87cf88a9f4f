package io.patchwork.worker.render;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.ArrayList;
import java.util.List;

/** The file that a film becomes; sound alone is in the file of its codec. */
enum Form {
  MP4("video/mp4", Demuxer.MOV),
  MOV("video/quicktime", Demuxer.MOV),
  WEBM("video/webm", Demuxer.MATROSKA);

  private final String mediaType;
  private final Demuxer demuxer;

  Form(String mediaType, Demuxer demuxer) {
    this.mediaType = mediaType;
    this.demuxer = demuxer;
  }

  /** How its name ends, which is FFmpeg's name of it, too. */
  String extension() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  String mediaType() {
    return mediaType;
  }

  /** What reads it. */
  Demuxer demuxer() {
    return demuxer;
  }

  /** Options of the muxer: the index in front, and times in which every frame is exact. */
  List<String> options(FrameRate rate) {
    List<String> options = new ArrayList<>(List.of("-fflags", "+bitexact"));
    if (demuxer == Demuxer.MOV) {
      String scale = Long.toString(RenderPasses.timescale(rate));
      options.addAll(List.of("-video_track_timescale", scale, "-movie_timescale", scale));
      options.addAll(List.of("-movflags", "+faststart"));
    }
    options.addAll(List.of("-f", extension()));
    return options;
  }
}
