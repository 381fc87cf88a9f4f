package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassTest {

  @Test
  void aSourceIsDecodedOnceHoweverManyProductsThereAre() {
    Product film =
        new Product(
            "film.mp4",
            List.of(
                Product.picture(List.of(Filter.of("scale", "w", 640, "h", 360))),
                Product.sound(List.of(Filter.of("aresample", "sample_rate", 48000)))),
            List.of("-c:v", "libx264"));
    Product poster =
        new Product(
            "poster.jpg",
            List.of(Product.picture(List.of(Filter.of("thumbnail", "n", 10)))),
            List.of("-frames:v", "1"));

    Pass pass =
        Pass.of(
            Input.whole("in.bin", Demuxer.MOV),
            0,
            1,
            List.of(film, poster),
            RationalTime.ofSeconds(5, 1));

    assertThat(pass.graph())
        .hasToString(
            "[0:0]split=outputs=2[picture0][picture2];[0:1]asplit=outputs=1[sound1];"
                + "[picture0]scale=w=640:h=360[out0];[sound1]aresample=sample_rate=48000[out1];"
                + "[picture2]thumbnail=n=10[out2]");
    assertThat(pass.outputs())
        .containsExactly(
            new Output("film.mp4", List.of("[out0]", "[out1]"), List.of("-c:v", "libx264")),
            new Output("poster.jpg", List.of("[out2]"), List.of("-frames:v", "1")));
    assertThat(pass.arguments()).containsOnlyOnce("-i");
  }

  @Test
  void aForeignFileIsReadByTheNamedDemuxerAlone() {
    List<String> arguments =
        new Pass(
                List.of(Input.whole("x", Demuxer.MATROSKA)),
                new FilterGraph(List.of()),
                List.of(),
                Pass.Clock.FROM_ZERO,
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
    assertThat(new Output("o.mp4", List.of("0:v"), List.of()).arguments())
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
