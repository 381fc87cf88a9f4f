package io.patchwork.worker;

import java.nio.file.Path;

/** The luma of every frame of a film, as it is coded; decoded once, for many questions. */
public final class Frames {

  private final int width;
  private final int height;
  private final byte[] luma;

  private Frames(int width, int height, byte[] luma) {
    this.width = width;
    this.height = height;
    this.luma = luma;
  }

  public static Frames of(Path film) throws Exception {
    String[] size =
        TestMedia.ffprobe(
                "-select_streams",
                "v",
                "-show_entries",
                "stream=width,height",
                "-of",
                "csv=p=0",
                film.toString())
            .split(",", -1);
    // Not scaled: FFmpeg's scaler would make full range of it.
    byte[] luma =
        TestMedia.ffmpeg(
            "-i",
            film.toString(),
            "-vf",
            "format=yuv420p,extractplanes=y",
            "-f",
            "rawvideo",
            "-fps_mode",
            "passthrough",
            "-");
    return new Frames(Integer.parseInt(size[0]), Integer.parseInt(size[1]), luma);
  }

  public int count() {
    return luma.length / (width * height);
  }

  /** The mean luma of a rectangle of a frame. */
  public int luma(int frame, int across, int down, int left, int top) {
    long sum = 0;
    for (int y = top; y < top + down; y++) {
      int row = (frame * height + y) * width;
      for (int x = left; x < left + across; x++) {
        sum += luma[row + x] & 0xff;
      }
    }
    return (int) Math.round((double) sum / (across * down));
  }
}
