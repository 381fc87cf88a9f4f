package io.patchwork.worker.still;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sizes and formats of a still. */
@ExtendWith(Golden.Finder.class)
final class StillTest {

  private static TestPicture photo(int width, int height) {
    return TestPicture.of(width, height)
        .codec("png")
        .still()
        .pixels("rgb24")
        .colours(null, null, null, "pc");
  }

  private static Still still(VideoStream picture, List<Integer> sides, StillFormat... formats) {
    return Still.plan(ArtifactRole.RENDITION, false, picture, sides, List.of(formats));
  }

  private static void outputs(
      Golden golden, VideoStream picture, List<Integer> sides, StillFormat... formats) {
    golden.shows(
        MediaText.of(picture) + "\nsides " + sides + " in " + List.of(formats),
        PlanText.outputs(still(picture, sides, formats).outputs(), null));
  }

  @Test
  void aStillIsNeverEnlargedAndEachSizeIsScaledFromTheOneBefore(Golden golden) {
    outputs(golden, photo(1001, 667).stream(), List.of(1920, 960, 480), StillFormat.WEBP);
  }

  @Test
  void aStillIsUprightInSquarePixels(Golden golden) {
    outputs(
        golden,
        photo(1200, 900).pixelAspect(4, 3).rotated(90).stream(),
        List.of(800),
        StillFormat.WEBP);
  }

  @Test
  void aPngInLinearLightIsConvertedToSrgb(Golden golden) {
    outputs(
        golden,
        photo(600, 400).colours("gbr", null, "linear", "pc").stream(),
        List.of(480),
        StillFormat.WEBP);
  }

  @Test
  void aPngInHdrIsConvertedToSrgb(Golden golden) {
    outputs(
        golden,
        photo(600, 400).colours("gbr", "bt2020", "smpte2084", "pc").stream(),
        List.of(480),
        StillFormat.WEBP);
  }

  @Test
  void theGammaOfMostPngsIsTakenForThatOfSrgb() {
    assertThat(
            still(
                    photo(600, 400).colours("gbr", null, "bt470m", "pc").stream(),
                    List.of(480),
                    StillFormat.WEBP)
                .toSrgb())
        .isEmpty();
  }

  @Test
  void avifIsInTheMatrixOfHdVideoAndTheCurveOfSrgb(Golden golden) {
    outputs(golden, photo(600, 400).stream(), List.of(480), StillFormat.AVIF);
  }

  @Test
  void jpegIsInFullRangeOfTheMatrixOfJfif(Golden golden) {
    outputs(golden, photo(600, 400).stream(), List.of(480), StillFormat.JPEG);
  }

  @Test
  void whatCanBeSeenThroughStaysSoInWebpAndIsOverWhiteInJpeg(Golden golden) {
    outputs(
        golden,
        photo(600, 400).pixels("rgba").stream(),
        List.of(480),
        StillFormat.AVIF,
        StillFormat.WEBP,
        StillFormat.JPEG);
  }

  @Test
  void aPictureWithAProfileIsConvertedByItsLookupTable(Golden golden) {
    outputs(golden, photo(600, 400).profiled().stream(), List.of(480, 240), StillFormat.WEBP);
  }

  @Test
  void thereIsNoAvifOfNextToNothing(Golden golden) {
    outputs(golden, photo(600, 64).stream(), List.of(600, 300), StillFormat.AVIF);
  }
}
