package io.patchwork.worker.codec;

import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Mp4;

/** The video codecs. */
public enum VideoCodec {
  H264,
  HEVC,
  AV1,
  VP9,
  /** Every frame on its own, for editing; the preset is one of FFmpeg's profiles of it. */
  PRORES,
  /** Lossless. */
  FFV1,
  /** Every frame on its own, for editing; the preset is one of FFmpeg's profiles of it. */
  DNXHR;

  /** The brand of its files. */
  public Mp4.Brand brand() {
    return switch (this) {
      case H264, HEVC, AV1, VP9 -> Mp4.Brand.MP4;
      case PRORES, DNXHR, FFV1 -> Mp4.Brand.MOV;
    };
  }

  /** Whether every frame is a key frame. */
  public boolean needsKeyFramesOnly() {
    return switch (this) {
      case H264, HEVC, AV1, VP9 -> false;
      case PRORES, DNXHR, FFV1 -> true;
    };
  }

  /** FFmpeg's name of the pixel format that is encoded. */
  public String pixelFormat(HouseFormat.TransferFunction transferFunction) {
    return switch (this) {
      case H264, HEVC, AV1, VP9, FFV1 -> transferFunction.pixelFormat();
      case PRORES -> "yuv422p10le";
      case DNXHR -> "yuv422p";
    };
  }
}
