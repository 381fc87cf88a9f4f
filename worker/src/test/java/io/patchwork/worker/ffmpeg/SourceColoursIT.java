package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.TestPicture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Colours of other primaries and curves as FFmpeg shows them. The expected ones are those from
 * which the source's values were computed, by the chromaticities and curves of ITU-T H.273.
 */
final class SourceColoursIT {

  private static final FrameSize SIZE = new FrameSize(64, 64);
  private static final int SLACK = 3;

  /** Red, green, blue and alpha in the middle of a plain picture after filters. */
  private static List<Integer> shown(VideoStream stream, String colour, List<Filter> filters)
      throws Exception {
    List<Filter> all = new ArrayList<>();
    String matrix = String.valueOf(stream.colorSpace());
    if (!matrix.equals("gbr")) {
      all.add(
          Filter.of(
              "scale",
              "out_color_matrix",
              matrix,
              "out_range",
              String.valueOf(stream.colorRange()),
              "flags",
              "accurate_rnd+full_chroma_int"));
    }
    all.add(Filter.of("format", "pix_fmts", stream.pixelFormat()));
    all.add(
        Filter.of(
            "setparams",
            "colorspace",
            matrix,
            "color_primaries",
            stream.colorPrimaries() == null ? "unknown" : stream.colorPrimaries(),
            "color_trc",
            String.valueOf(stream.colorTransfer()),
            "range",
            String.valueOf(stream.colorRange())));
    all.addAll(filters);
    all.add(Filter.of("scale", "flags", "accurate_rnd+full_chroma_int"));
    all.add(Filter.of("format", "pix_fmts", "rgba"));
    byte[] rgba =
        TestMedia.ffmpeg(
            "-f",
            "lavfi",
            "-i",
            "color=c=0x" + colour + ":s=" + SIZE.width() + "x" + SIZE.height() + ",format=rgba",
            "-frames:v",
            "1",
            "-vf",
            String.join(",", all.stream().map(Filter::toString).toList()),
            "-f",
            "rawvideo",
            "-");
    int middle = 4 * (SIZE.width() * SIZE.height() / 2 + SIZE.width() / 2);
    return List.of(
        rgba[middle] & 0xff,
        rgba[middle + 1] & 0xff,
        rgba[middle + 2] & 0xff,
        rgba[middle + 3] & 0xff);
  }

  private static void assertColour(List<Integer> shown, String expected) {
    for (int i = 0; i < 3; i++) {
      int meant = Integer.parseInt(expected.substring(2 * i, 2 * i + 2), 16);
      assertThat(shown.get(i))
          .as("%s for %s", shown, expected)
          .isBetween(meant - SLACK, meant + SLACK);
    }
  }

  private static VideoStream picture(
      String pixels, String matrix, String primaries, String curve, String range) {
    return TestPicture.of(SIZE.width(), SIZE.height())
        .pixels(pixels)
        .colours(matrix, primaries.equals("none") ? null : primaries, curve, range)
        .stream();
  }

  @ParameterizedTest
  @CsvSource({
    "yuv420p,     bt709,     smpte432,  iec61966-2-1, tv, b94732, c83c28",
    "yuv420p,     bt709,     smpte432,  iec61966-2-1, tv, 509e59, 28a050",
    "yuv422p10le, bt709,     smpte432,  bt709,        tv, b74530, c83c28",
    "yuv444p,     bt709,     smpte432,  iec61966-2-1, tv, b94732, c83c28",
    "gbrp,        gbr,       smpte432,  iec61966-2-1, pc, b94732, c83c28",
    "yuv420p10le, bt2020nc,  bt2020,    bt2020-10,    tv, a34e30, c83c28",
    "yuv420p,     bt2020nc,  bt2020,    bt709,        tv, 629a59, 28a050",
    "yuv420p,     smpte170m, smpte170m, smpte170m,    tv, 15a250, 28a050",
    "yuv420p,     bt470bg,   bt470bg,   smpte170m,    tv, 32a04f, 28a050",
    "yuvj420p,    bt470bg,   bt470bg,   smpte170m,    pc, 32a04f, 28a050",
    "yuv420p,     bt709,     bt709,     iec61966-2-1, tv, 28a050, 28a050",
    "yuv420p,     bt709,     bt709,     bt470m,       tv, 28a050, 28a050",
    "gbrp,        gbr,       bt709,     linear,       pc, 373737, 808080",
  })
  void aFilmIsShownInTheColoursThatWereMeant(
      String pixels,
      String matrix,
      String primaries,
      String curve,
      String range,
      String coded,
      String meant)
      throws Exception {
    VideoStream film = picture(pixels, matrix, primaries, curve, range);

    assertColour(shown(film, coded, HouseFormat.standard(film, SIZE, SIZE, false)), meant);
  }

  @ParameterizedTest
  @CsvSource({
    "rgba,     gbr,       smpte432,  iec61966-2-1, b94732, c83c28",
    "rgba,     gbr,       bt2020,    iec61966-2-1, 669b5a, 28a050",
    "rgba,     gbr,       smpte432,  bt470m,       b94732, c83c28",
    "rgba,     gbr,       none,      linear,       373737, 808080",
    "rgba,     gbr,       bt2020,    smpte2084,    949494, 979797",
    "rgb24,    gbr,       bt2020,    smpte2084,    949494, 979797",
    "yuv444p,  smpte170m, smpte432,  iec61966-2-1, 509e59, 28a050",
    "yuvj420p, bt470bg,   bt2020,    iec61966-2-1, a55132, c83c28",
  })
  void aStillIsShownInTheColoursThatWereMeantAtEveryAlpha(
      String pixels, String matrix, String primaries, String curve, String coded, String meant)
      throws Exception {
    VideoStream still = picture(pixels, matrix, primaries, curve, "pc");
    boolean hasAlpha = pixels.equals("rgba");

    for (int alpha : hasAlpha ? List.of(255, 128, 16) : List.of(255)) {
      List<Integer> shown =
          shown(still, coded + "%02x".formatted(alpha), StillColours.toSrgb(still));

      assertColour(shown, meant);
      assertThat(shown.get(3)).isEqualTo(alpha);
    }
  }

  @Test
  void aTransparentPictureInARenderKeepsItsAlphaAndHasItsColours() throws Exception {
    VideoStream logo = picture("rgba", "gbr", "smpte432", "iec61966-2-1", "pc");
    VideoStream bright = picture("rgba", "gbr", "bt2020", "smpte2084", "pc");

    List<Integer> logoShown = shown(logo, "b9473280", HouseFormat.standard(logo, SIZE, SIZE, true));
    List<Integer> brightShown =
        shown(bright, "94949480", HouseFormat.standard(bright, SIZE, SIZE, true));

    assertColour(logoShown, "c83c28");
    assertThat(logoShown.get(3)).isEqualTo(128);
    assertColour(brightShown, "979797");
    assertThat(brightShown.get(3)).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource({"smpte2084", "arib-std-b67"})
  void hdrThatDoesNotNameItsPrimariesIsTakenForBt2020(String curve) throws Exception {
    VideoStream named = picture("yuv420p10le", "bt2020nc", "bt2020", curve, "tv");
    VideoStream unnamed = picture("yuv420p10le", "bt2020nc", "none", curve, "tv");

    List<Integer> shown =
        shown(unnamed, "907860", HouseFormat.standard(unnamed, SIZE, SIZE, false));

    assertThat(shown)
        .isEqualTo(shown(named, "907860", HouseFormat.standard(named, SIZE, SIZE, false)));
  }
}
