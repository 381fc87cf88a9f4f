package io.patchwork.worker.coding;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How pictures are encoded. */
@ExtendWith(Golden.Finder.class)
final class VideoCodecTest {

  private static final FrameRate NTSC = FrameRate.of(30_000, 1001);

  private static PictureCoding coding(
      VideoCodec codec, String preset, int maxKbps, Conform.Light light, boolean isAlone) {
    return new PictureCoding(
        codec,
        preset,
        23,
        maxKbps,
        new FrameSize(1280, 720),
        NTSC,
        PictureCoding.gopFrames(NTSC, 2),
        light,
        isAlone);
  }

  private static void options(Golden golden, PictureCoding coding) {
    golden.shows(
        "%s %s, quality %d, %d kbit/s at the most, %s, 1280x720, 30000/1001 frames a second, %s"
            .formatted(
                coding.codec(),
                coding.preset(),
                coding.crf(),
                coding.maxKbps(),
                coding.light(),
                coding.isAlone() ? "in one thread" : "in many threads"),
        PlanText.options(coding.options()));
  }

  @Test
  void h264IsInClosedGroupsBelowItsCap(Golden golden) {
    options(golden, coding(VideoCodec.H264, "veryfast", 3200, Conform.Light.SDR, false));
  }

  @Test
  void h264InOneThreadGivesTheSameBytes(Golden golden) {
    options(golden, coding(VideoCodec.H264, "veryfast", 0, Conform.Light.SDR, true));
  }

  /** What a piece has beside the options of a whole. */
  private static String ending(PictureCoding coding, long frames) {
    List<String> options = coding.options(frames);
    return String.join(" ", options.subList(coding.options().size(), options.size()));
  }

  @Test
  void aPieceOfH264HasMoreForFramesAtItsEnds(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (long frames : List.of(1L, 4L, 96L)) {
      lines.add(
          frames
              + " frames: "
              + ending(coding(VideoCodec.H264, "veryfast", 0, Conform.Light.SDR, true), frames));
    }
    lines.add(
        "96 frames of HEVC: "
            + ending(coding(VideoCodec.HEVC, "fast", 0, Conform.Light.SDR, true), 96));
    golden.shows("pieces that are joined with others", String.join("\n", lines));
  }

  @Test
  void hevcOfHdrIsInTenBits(Golden golden) {
    options(golden, coding(VideoCodec.HEVC, "fast", 2400, Conform.Light.PQ, false));
  }

  @Test
  void hevcInOneThreadHasNoPools(Golden golden) {
    options(golden, coding(VideoCodec.HEVC, "fast", 0, Conform.Light.SDR, true));
  }

  @Test
  void av1LooksForNoScenes(Golden golden) {
    options(golden, coding(VideoCodec.AV1, "10", 2000, Conform.Light.SDR, true));
  }

  @Test
  void vp9IsCappedByItsAverage(Golden golden) {
    options(golden, coding(VideoCodec.VP9, "6", 2400, Conform.Light.SDR, false));
  }

  @Test
  void vp9InOneThreadHasNoRows(Golden golden) {
    options(golden, coding(VideoCodec.VP9, "5", 0, Conform.Light.SDR, true));
  }

  @Test
  void proresIsInTenBitsOfFourTwoTwo(Golden golden) {
    options(golden, coding(VideoCodec.PRORES, "hq", 0, Conform.Light.SDR, true));
  }

  @Test
  void dnxhrIsInEightBitsOfFourTwoTwo(Golden golden) {
    options(golden, coding(VideoCodec.DNXHR, "dnxhr_hq", 0, Conform.Light.SDR, true));
  }

  @Test
  void ffv1LosesNothing(Golden golden) {
    options(golden, coding(VideoCodec.FFV1, "", 0, Conform.Light.SDR, true));
  }

  @Test
  void codecsForEditingAreOfKeyFramesInMov(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (VideoCodec codec : VideoCodec.values()) {
      lines.add(
          codec
              + " in "
              + codec.brand().format()
              + (codec.isOfKeyFrames() ? ", all key frames" : "")
              + ", "
              + codec.pixelFormat(Conform.Light.SDR)
              + ", of HLG "
              + codec.pixelFormat(Conform.Light.HLG));
    }
    golden.shows("all codecs", String.join("\n", lines));
  }

  @Test
  void aGroupLastsSoManySecondsOrAFrameLonger(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (FrameRate rate :
        List.of(
            FrameRate.of(24_000, 1001),
            FrameRate.of(25, 1),
            FrameRate.of(15, 2),
            FrameRate.of(1, 10),
            NTSC)) {
      lines.add(rate + " frames a second: " + PictureCoding.gopFrames(rate, 2) + " frames");
    }
    golden.shows("groups of two seconds", String.join("\n", lines));
  }
}
