package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassTest {

  private static final Mp4 MP4 = new Mp4(Mp4.Brand.MP4, Mp4.Layout.FAST_START);
  private static final Encoding FILM = new Encoding(List.of("-c:v", "libx264"), MP4);
  private static final Encoding LITTLE = Encoding.copy(MP4);

  @Test
  void aSourceIsDecodedOnceHoweverManyProductsThereAre() {
    Tap large = Tap.video().through(Filter.of("scale", "w", 640, "h", 360));
    Tap small = large.through(Filter.of("scale", "w", 320, "h", 180));
    Tap sameSmall =
        Tap.video()
            .through(Filter.of("scale", "w", 640, "h", 360))
            .through(Filter.of("scale", "w", 320, "h", 180));
    OutputSpec film = OutputSpec.file("film.mp4", List.of(large, Tap.audio()), FILM);
    OutputSpec little = OutputSpec.file("little.mp4", List.of(small), LITTLE);
    OutputSpec look = OutputSpec.stream("look.rgb", sameSmall, Encoding.pixels());

    Pass pass =
        Pass.of(
            Input.whole("in.bin", Demuxer.MOV),
            "0:0",
            "0:1",
            List.of(film, little, look),
            RationalTime.ofSeconds(5, 1));

    assertThat(pass.graph())
        .hasToString(
            "[0:0]split=outputs=1[t0];[t0]scale=w=640:h=360,split=outputs=2[t1][t2];"
                + "[t1]scale=w=320:h=180,split=outputs=2[t3][t4]");
    assertThat(pass.outputs())
        .containsExactly(
            new Output("film.mp4", List.of("[t2]", "0:1"), FILM),
            new Output("little.mp4", List.of("[t3]"), LITTLE),
            new Output("look.rgb", List.of("[t4]"), Encoding.pixels(), OutputSpec.Kind.STREAM));
    assertThat(pass.arguments()).containsOnlyOnce("-i");
  }

  @Test
  void aForeignFileIsReadByTheNamedDemuxerAlone() {
    List<String> arguments =
        new Pass(
                List.of(Input.whole("x", Demuxer.MATROSKA)),
                new FilterGraph(List.of()),
                List.of(),
                Pass.Timestamps.FROM_ZERO,
                null)
            .arguments();

    assertThat(arguments)
        .containsSubsequence(
            "-protocol_whitelist",
            "file,pipe,fd",
            "-max_pixels",
            "134217728",
            "-max_streams",
            "64",
            "-format_whitelist",
            "matroska",
            "-f",
            "matroska",
            "-i",
            "file:../in/x");
  }

  @Test
  void nothingOfTheSourcesMetadataGetsOut() {
    assertThat(new Output("o.mp4", List.of("0:v"), FILM).arguments())
        .containsSubsequence("-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "plain, plain",
        "a:b, a\\\\:b",
        "it's, it\\\\\\'s",
        "\"a,b;c\", \"a\\,b\\;c\"",
        "[x], \\[x\\]",
        "c:\\x, c\\\\:\\\\\\\\x"
      })
  void textIsSafeInAFilter(String text, String escaped) {
    assertThat(Filter.of("drawtext", "text", text)).hasToString("drawtext=text=" + escaped);
  }

  @ParameterizedTest
  @CsvSource({
    "out_time_us=2500000, 500",
    "out_time_us=5000000, 1000",
    "out_time_us=9000000, 1000",
    "out_time_us=-20, 0"
  })
  void progressIsAShareOfTheLength(String line, int permille) {
    assertThat(Progress.parse(line, RationalTime.ofSeconds(5, 1))).contains(new Progress(permille));
  }

  @ParameterizedTest
  @CsvSource({"frame=12", "out_time_us=N/A", "out_time_us=", "progress=end"})
  void otherLinesTellNoProgress(String line) {
    assertThat(Progress.parse(line, RationalTime.ofSeconds(5, 1))).isEmpty();
  }
}
