package io.patchwork.worker.codec;

import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FixedMuxer;
import java.util.List;

/** The encodings of images and animations. */
public final class ImageEncodings {

  private ImageEncodings() {}

  /** A PNG. */
  public static Encoding png() {
    return new Encoding(List.of("-c:v", "png"), FixedMuxer.IMAGE).ofFrames(1);
  }

  /** A temporary PNG: written fast, and large. */
  public static Encoding fastPng() {
    return new Encoding(List.of("-c:v", "png", "-compression_level", "1"), FixedMuxer.IMAGE)
        .ofFrames(1);
  }

  /** A PNG for every frame, concatenated. */
  public static Encoding pngs() {
    return new Encoding(List.of("-c:v", "png"), FixedMuxer.IMAGES).passthrough();
  }

  /** An AVIF of an sRGB image. */
  public static Encoding avif() {
    return new Encoding(
            List.of("-c:v", "libsvtav1", "-preset", "8", "-crf", "32", "-svtav1-params", "avif=1"),
            FixedMuxer.AVIF)
        .ofFrames(1);
  }

  /** A WebP. */
  public static Encoding webp() {
    return new Encoding(
            List.of("-c:v", "libwebp", "-quality", "80", "-compression_level", "4"),
            FixedMuxer.WEBP)
        .ofFrames(1);
  }

  /** A JPEG. */
  public static Encoding jpeg() {
    return new Encoding(List.of("-c:v", "mjpeg", "-q:v", "3"), FixedMuxer.IMAGE).ofFrames(1);
  }

  /** An animated GIF of frames that use its palette already. */
  public static Encoding gif() {
    return new Encoding(List.of(), FixedMuxer.GIF).passthrough();
  }

  /** An animated WebP. */
  public static Encoding animatedWebp() {
    return new Encoding(List.of("-c:v", "libwebp_anim", "-quality", "75"), FixedMuxer.ANIMATED_WEBP)
        .passthrough();
  }

  /** A small animated WebP for lists, encoded fast. */
  public static Encoding smallAnimatedWebp() {
    return new Encoding(
        List.of("-c:v", "libwebp_anim", "-quality", "60", "-compression_level", "2"),
        FixedMuxer.ANIMATED_WEBP);
  }
}
