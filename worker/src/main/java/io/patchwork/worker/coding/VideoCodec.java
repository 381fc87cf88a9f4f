package io.patchwork.worker.coding;

import io.patchwork.worker.ffmpeg.Conform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How pictures are encoded: constant quality, closed groups of pictures of one length, and
 * parameter sets that are the same for all sources of one size and rate, so that what was encoded
 * apart can be joined and whole groups can be copied.
 */
public enum VideoCodec {
  H264 {
    @Override
    List<String> encoder(PictureCoding coding) {
      return List.of(
          "-c:v",
          "libx264",
          "-preset",
          coding.preset(),
          "-crf",
          Integer.toString(coding.quality()),
          "-profile:v",
          "high",
          "-level",
          H264Level.of(coding.size(), coding.rate()),
          "-sc_threshold",
          "0",
          "-bf",
          "3",
          "-refs",
          "3",
          "-x264-params",
          X264);
    }

    // A little more for frames at both ends, by zones of x264's rate control: of what was before it
    // does not know how hard it was, and of what comes behind not how long it is referred to.
    @Override
    List<String> segment(long frames) {
      long last = frames - 1;
      String zones =
          String.format(
              Locale.ROOT,
              "0,0,b=1.35/1,5,b=1.05/%d,%d,b=1.1/%d,%d,b=1.4",
              Math.max(0, last - 4),
              Math.max(0, last - 1),
              last,
              last);
      return List.of("-x264-params", X264 + ":zones=" + zones);
    }
  },
  HEVC {
    @Override
    List<String> encoder(PictureCoding coding) {
      return List.of(
          "-c:v",
          "libx265",
          "-preset",
          coding.preset(),
          "-crf",
          Integer.toString(coding.quality()),
          "-tag:v",
          "hvc1",
          "-x265-params",
          "scenecut=0:open-gop=0:info=0:log-level=none"
              + (coding.isAlone() ? ":pools=none:frame-threads=1" : ""));
    }
  },
  AV1 {
    @Override
    List<String> encoder(PictureCoding coding) {
      return List.of(
          "-c:v",
          "libsvtav1",
          "-preset",
          coding.preset(),
          "-crf",
          Integer.toString(coding.quality()),
          "-svtav1-params",
          "scd=0:enable-overlays=0" + (coding.isAlone() ? ":lp=1" : ""));
    }
  },
  VP9 {
    @Override
    List<String> encoder(PictureCoding coding) {
      return List.of(
          "-c:v",
          "libvpx-vp9",
          "-deadline",
          "good",
          "-cpu-used",
          coding.preset(),
          "-row-mt",
          coding.isAlone() ? "0" : "1",
          "-crf",
          Integer.toString(coding.quality()),
          "-b:v",
          // Its own way of a cap: the average of a second.
          coding.maxKbps() * 3 / 4 + "k");
    }

    @Override
    List<String> cap(int maxKbps) {
      return List.of();
    }
  },
  /** Every frame on its own, for editing; the preset is one of FFmpeg's profiles of it. */
  PRORES {
    @Override
    List<String> encoder(PictureCoding coding) {
      return List.of("-c:v", "prores_ks", "-profile:v", coding.preset(), "-vendor", "apl0");
    }

    @Override
    public String pixelFormat(Conform.Light light) {
      return "yuv422p10le";
    }
  },
  /** Without loss. */
  FFV1 {
    @Override
    List<String> encoder(PictureCoding coding) {
      return List.of("-c:v", "ffv1", "-level", "3", "-slicecrc", "1");
    }
  },
  /** Every frame on its own, for editing; the preset is one of FFmpeg's profiles of it. */
  DNXHR {
    @Override
    List<String> encoder(PictureCoding coding) {
      return List.of("-c:v", "dnxhd", "-profile:v", coding.preset());
    }

    @Override
    public String pixelFormat(Conform.Light light) {
      return "yuv422p";
    }
  };

  private static final String X264 = "stitchable=1:open-gop=0";

  abstract List<String> encoder(PictureCoding coding);

  /** Options that count instead where so many frames are encoded to be joined with others. */
  List<String> segment(long frames) {
    return List.of();
  }

  /** FFmpeg's name of what its files are. */
  public String muxer() {
    return switch (this) {
      case H264, HEVC, AV1, VP9 -> "mp4";
      case PRORES, DNXHR, FFV1 -> "mov";
    };
  }

  /** Whether every frame is a key frame. */
  public boolean isOfKeyFrames() {
    return switch (this) {
      case H264, HEVC, AV1, VP9 -> false;
      case PRORES, DNXHR, FFV1 -> true;
    };
  }

  /** What keeps it below a bit rate. */
  List<String> cap(int maxKbps) {
    return List.of("-maxrate", maxKbps + "k", "-bufsize", 2 * maxKbps + "k");
  }

  /** FFmpeg's name of what is encoded. */
  public String pixelFormat(Conform.Light light) {
    return light.pixelFormat();
  }

  /** The encoder's options. */
  List<String> options(PictureCoding coding) {
    List<String> options = new ArrayList<>(encoder(coding));
    String group = Long.toString(coding.group());
    options.addAll(
        List.of(
            "-g",
            group,
            "-keyint_min",
            group,
            "-flags",
            coding.isAlone() ? "+cgop+bitexact" : "+cgop",
            "-pix_fmt",
            pixelFormat(coding.light())));
    if (coding.maxKbps() > 0) {
      options.addAll(cap(coding.maxKbps()));
    }
    if (coding.isAlone()) {
      options.addAll(List.of("-threads", "1"));
    }
    return options;
  }
}
