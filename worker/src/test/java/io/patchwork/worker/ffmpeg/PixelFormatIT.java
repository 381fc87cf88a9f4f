package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.worker.TestMedia;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Against FFmpeg's own list. */
final class PixelFormatIT {

  /** Flags, of which the fourth is that of palettes; name; number of components. */
  private static final Pattern FORMAT =
      Pattern.compile("^[I.][O.][H.]([P.])[B.] (\\w+) +(\\d+) ", Pattern.MULTILINE);

  private static boolean isTransparent(MatchResult format) {
    int components = Integer.parseInt(format.group(3));
    return format.group(1).equals("P") || components == 4 || components == 2;
  }

  @Test
  void formatsOfTwoOrFourComponentsAndPalettesMayBeSeenThrough() throws Exception {
    String listed = new String(TestMedia.ffmpeg("-pix_fmts"), StandardCharsets.UTF_8);

    List<MatchResult> formats = FORMAT.matcher(listed).results().toList();

    assertThat(formats).hasSizeGreaterThan(200);
    assertThat(formats)
        .filteredOn(format -> PixelFormat.hasAlpha(format.group(2)))
        .extracting(format -> format.group(2))
        .containsExactlyElementsOf(
            formats.stream()
                .filter(PixelFormatIT::isTransparent)
                .map(format -> format.group(2))
                .toList())
        .contains("ayuv64le", "vuya", "ya8", "gbrap", "pal8");
  }
}
