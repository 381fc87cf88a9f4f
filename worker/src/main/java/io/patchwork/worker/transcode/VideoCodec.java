package io.patchwork.worker.transcode;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.Conform;
import java.util.ArrayList;
import java.util.List;

/**
 * How pictures are encoded for people to watch: constant quality under a cap, closed groups of
 * pictures of one length, and for H.264 parameter sets that are the same for all sources of one
 * size and rate, so that renders can copy whole groups.
 */
public enum VideoCodec {
  H264 {
    @Override
    List<String> encoder(LadderProfile.Video video, LadderProfile.Fitted rung, FrameRate rate) {
      return List.of(
          "-c:v",
          "libx264",
          "-preset",
          video.preset(),
          "-crf",
          Integer.toString(rung.rung().quality()),
          "-profile:v",
          "high",
          "-level",
          H264Level.of(rung.size(), rate),
          "-sc_threshold",
          "0",
          "-bf",
          "3",
          "-refs",
          "3",
          "-flags",
          "+cgop",
          "-x264-params",
          "stitchable=1:open-gop=0");
    }
  },
  HEVC {
    @Override
    List<String> encoder(LadderProfile.Video video, LadderProfile.Fitted rung, FrameRate rate) {
      return List.of(
          "-c:v",
          "libx265",
          "-preset",
          video.preset(),
          "-crf",
          Integer.toString(rung.rung().quality()),
          "-tag:v",
          "hvc1",
          "-x265-params",
          "scenecut=0:open-gop=0:info=0:log-level=none");
    }
  },
  AV1 {
    @Override
    List<String> encoder(LadderProfile.Video video, LadderProfile.Fitted rung, FrameRate rate) {
      return List.of(
          "-c:v",
          "libsvtav1",
          "-preset",
          video.preset(),
          "-crf",
          Integer.toString(rung.rung().quality()),
          "-svtav1-params",
          "scd=0:enable-overlays=0");
    }
  },
  VP9 {
    @Override
    List<String> encoder(LadderProfile.Video video, LadderProfile.Fitted rung, FrameRate rate) {
      return List.of(
          "-c:v",
          "libvpx-vp9",
          "-deadline",
          "good",
          "-cpu-used",
          video.preset(),
          "-row-mt",
          "1",
          "-crf",
          Integer.toString(rung.rung().quality()),
          "-b:v",
          rung.rung().maxKbps() * 3 / 4 + "k");
    }
  };

  abstract List<String> encoder(
      LadderProfile.Video video, LadderProfile.Fitted rung, FrameRate rate);

  /**
   * The encoder's options for a rung.
   *
   * @param light of the picture: what is not SDR takes ten bits
   */
  List<String> options(
      LadderProfile.Video video, LadderProfile.Fitted rung, FrameRate rate, Conform.Light light) {
    List<String> options = new ArrayList<>(encoder(video, rung, rate));
    String gop = Long.toString(video.groupFrames(rate));
    options.addAll(List.of("-g", gop, "-keyint_min", gop, "-pix_fmt", light.pixelFormat()));
    if (this != VP9) {
      options.addAll(
          List.of(
              "-maxrate",
              rung.rung().maxKbps() + "k",
              "-bufsize",
              2 * rung.rung().maxKbps() + "k"));
    }
    return options;
  }
}
