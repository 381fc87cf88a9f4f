package io.patchwork.schema.manifest;

/**
 * The Dolby Vision configuration of a video stream (Dolby Vision Streams Within the ISO Base Media
 * File Format, 3.2).
 *
 * @param profile as in 5, 7, 8
 * @param level from 1 to 13
 * @param compatibility what a decoder without Dolby Vision makes of the base layer: 0 nothing, 1
 *     HDR10, 2 SDR, 4 HLG, 6 Blu-ray
 */
public record DolbyVision(int profile, int level, int compatibility) {

  /** Whether the colours are right without Dolby Vision. */
  public boolean isCompatible() {
    return compatibility != 0;
  }
}
