package io.patchwork.worker.bench;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.worker.SharedFiles;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A video of 1080p, and FFmpeg alone to run on it.
 *
 * @param info what an ingest found out about it
 */
record ProbedVideo(Path file, MediaInfo info, BarePass bare) {

  /** Writes one into a folder and probes it. */
  static ProbedVideo of(Path folder, int seconds) throws Exception {
    Path file = write(folder, seconds);
    try (TestCluster cluster =
        new TestCluster(folder.resolve("probe"), Map.of("PATCHWORK_SANDBOX", "none"))) {
      MediaInfo info = cluster.ingested(new Id("probed"), file).media();
      return new ProbedVideo(file, info, new BarePass(folder.resolve("bare"), file, info));
    }
  }

  /** Real 1080p film where it lies beside the project, else something that moves. */
  private static Path write(Path folder, int seconds) throws Exception {
    Path file = folder.resolve("source.mp4");
    Path film = SharedFiles.find("media/video/bbb-1080p-6s-h264-aac51.mp4").orElse(null);
    List<String> input =
        film == null
            ? List.of(
                "-f",
                "lavfi",
                "-i",
                "mandelbrot=s=1920x1080:r=24",
                "-f",
                "lavfi",
                "-i",
                "anoisesrc=a=0.1")
            : List.of("-stream_loop", "-1", "-i", film.toString());
    List<String> arguments = new ArrayList<>(input);
    arguments.addAll(
        List.of(
            "-t",
            Integer.toString(seconds),
            "-vf",
            "fps=24,format=yuv420p",
            "-colorspace",
            "bt709",
            "-color_range",
            "tv",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "18",
            "-c:a",
            "aac",
            "-ac",
            "2",
            file.toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return file;
  }
}
