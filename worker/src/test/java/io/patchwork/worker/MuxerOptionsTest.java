package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Containers, limits and metadata of outputs are told to FFmpeg by the types of its package. */
final class MuxerOptionsTest {

  private static final Path MAIN = Path.of("src/main/java/io/patchwork/worker");

  private static final Pattern OPTION =
      Pattern.compile(
          "\"-(f|movflags|frag_duration|video_track_timescale|movie_timescale|map(_metadata|_chapters)?"
              + "|metadata[^\"]*|fflags|update|loop|rf64|hash|frames:v|fps_mode|vsync|c:s"
              + "|disposition[^\"]*|bsf[^\"]*)\"");

  @Test
  void onlyThePackageOfFfmpegWritesThemAsText() throws Exception {
    List<String> found = new ArrayList<>();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(MAIN)) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.startsWith(MAIN.resolve("ffmpeg")))
              .toList();
    }

    for (Path source : sources) {
      OPTION
          .matcher(Files.readString(source))
          .results()
          .forEach(option -> found.add(source.getFileName() + ": " + option.group()));
    }

    assertThat(sources).hasSizeGreaterThan(200);
    assertThat(found).isEmpty();
  }
}
