package io.patchwork.worker.bench;

import io.patchwork.worker.SharedFiles;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Films to cut, and what is left of them. */
final class Footage {

  /** What a film of ours in the profile {@code final} is encoded with, by one encoder. */
  static final List<String> ENCODER =
      List.of(
          ("-c:v libx264 -preset veryfast -crf 22 -profile:v high -g 60 -keyint_min 60"
                  + " -sc_threshold 0 -bf 3 -refs 3")
              .split(" "));

  private Footage() {}

  /** As a camera writes it: 1080p, groups of two seconds, about 12 Mbit/s. */
  static Path write(Path folder, int number, int seconds) throws Exception {
    Path file = folder.resolve("source-" + number + ".mp4");
    Path film = SharedFiles.find("media/video/bbb-1080p-6s-h264-aac51.mp4").orElse(null);
    List<String> arguments = new ArrayList<>();
    if (film == null) {
      arguments.addAll(List.of("-f", "lavfi", "-i", "mandelbrot=s=1920x1080:r=30"));
      arguments.addAll(List.of("-f", "lavfi", "-i", "anoisesrc=a=0.1"));
    } else {
      arguments.addAll(
          List.of("-ss", Integer.toString(number), "-stream_loop", "-1", "-i", film.toString()));
    }
    arguments.addAll(
        List.of(
            "-t",
            Integer.toString(seconds),
            "-vf",
            "fps=30,hue=h=" + 40 * number + ",format=yuv420p"));
    arguments.addAll(
        List.of(
            "-colorspace",
            "bt709",
            "-color_range",
            "tv",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709"));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-b:v", "12M", "-g", "60"));
    arguments.addAll(List.of("-c:a", "aac", "-ac", "2", "-ar", "48000", file.toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return file;
  }

  /** A worker on its own, without boxes and in no haste to look after what is at work. */
  static TestCluster cluster(Path folder) throws Exception {
    return new TestCluster(
        folder.resolve("cluster"),
        Map.of("PATCHWORK_SANDBOX", "none", "PATCHWORK_RETRY_DELAYS", "30m,2h,10h"));
  }

  /** What that cluster stores. */
  static Path store(Path folder) {
    return folder.resolve("cluster/store");
  }

  /** Whether a program can be found. */
  static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
