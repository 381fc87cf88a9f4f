package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What FFmpeg is told of an output comes from the types of two packages. */
final class MuxerOptionsTest {

  private static final Path MAIN = Path.of("src/main/java/io/patchwork/worker");

  private static final Pattern OF_OUTPUTS =
      Pattern.compile(
          "\"-(f|movflags|frag_duration|video_track_timescale|movie_timescale"
              + "|map(_metadata|_chapters)?|metadata[^\"]*|fflags|update|loop|rf64|hash"
              + "|frames:v|fps_mode|vsync|c:s|disposition[^\"]*|bsf[^\"]*)\"");

  private static final Pattern OF_ENCODERS =
      Pattern.compile(
          "\"-(c|c:[av]|preset|crf|b:[av]|q:v|quality|compression_level|pix_fmt|sample_fmt|flags"
              + "|flags:[av]|profile:v|level)\"");

  /** Where sources outside of some packages write such an option. */
  private static List<String> found(Pattern options, String... packages) throws Exception {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      List<Path> sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> Stream.of(packages).map(MAIN::resolve).noneMatch(file::startsWith))
              .toList();
      assertThat(sources).hasSizeGreaterThan(200);
      for (Path source : sources) {
        options
            .matcher(Files.readString(source))
            .results()
            .forEach(option -> found.add(source.getFileName() + ": " + option.group()));
      }
    }
    return found;
  }

  @Test
  void onlyThePackageOfFfmpegWritesOptionsOfOutputs() throws Exception {
    assertThat(found(OF_OUTPUTS, "ffmpeg")).isEmpty();
  }

  @Test
  void onlyThePackageOfCodecsWritesOptionsOfEncodersBesideIt() throws Exception {
    assertThat(found(OF_ENCODERS, "ffmpeg", "codec")).isEmpty();
  }
}
