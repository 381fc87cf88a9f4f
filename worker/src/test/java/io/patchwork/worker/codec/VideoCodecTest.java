package io.patchwork.worker.codec;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How pictures are encoded. */
@ExtendWith(Golden.Finder.class)
final class VideoCodecTest {

  private static final FrameRate NTSC = FrameRate.of(30_000, 1001);

  private static VideoCoding coding(
      VideoCodec codec,
      String preset,
      int maxKbps,
      HouseFormat.TransferFunction transferFunction,
      boolean isDeterministic) {
    return new VideoCoding(
        codec,
        preset,
        23,
        maxKbps,
        new FrameSize(1280, 720),
        NTSC,
        VideoCoding.gopFrames(NTSC, 2),
        transferFunction,
        isDeterministic);
  }

  private static void options(Golden golden, VideoCoding coding) {
    golden.shows(
        "%s %s, quality %d, %d kbit/s at the most, %s, 1280x720, 30000/1001 frames a second, %s"
            .formatted(
                coding.codec(),
                coding.preset(),
                coding.crf(),
                coding.maxKbps(),
                coding.transferFunction(),
                coding.isDeterministic() ? "in one thread" : "in many threads"),
        PlanText.options(coding.options()));
  }

  @Test
  void h264IsInClosedGroupsBelowItsCap(Golden golden) {
    options(
        golden, coding(VideoCodec.H264, "veryfast", 3200, HouseFormat.TransferFunction.SDR, false));
  }

  @Test
  void h264InOneThreadGivesTheSameBytes(Golden golden) {
    options(golden, coding(VideoCodec.H264, "veryfast", 0, HouseFormat.TransferFunction.SDR, true));
  }

  /** What a piece has beside the options of a whole. */
  private static String ending(VideoCoding coding, long frames) {
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
              + ending(
                  coding(VideoCodec.H264, "veryfast", 0, HouseFormat.TransferFunction.SDR, true),
                  frames));
    }
    lines.add(
        "96 frames of HEVC: "
            + ending(
                coding(VideoCodec.HEVC, "fast", 0, HouseFormat.TransferFunction.SDR, true), 96));
    golden.shows("pieces that are joined with others", String.join("\n", lines));
  }

  @Test
  void hevcOfHdrIsInTenBits(Golden golden) {
    options(golden, coding(VideoCodec.HEVC, "fast", 2400, HouseFormat.TransferFunction.PQ, false));
  }

  @Test
  void hevcInOneThreadHasNoPools(Golden golden) {
    options(golden, coding(VideoCodec.HEVC, "fast", 0, HouseFormat.TransferFunction.SDR, true));
  }

  @Test
  void av1LooksForNoScenes(Golden golden) {
    options(golden, coding(VideoCodec.AV1, "10", 2000, HouseFormat.TransferFunction.SDR, true));
  }

  @Test
  void vp9IsCappedByItsAverage(Golden golden) {
    options(golden, coding(VideoCodec.VP9, "6", 2400, HouseFormat.TransferFunction.SDR, false));
  }

  @Test
  void vp9InOneThreadHasNoRows(Golden golden) {
    options(golden, coding(VideoCodec.VP9, "5", 0, HouseFormat.TransferFunction.SDR, true));
  }

  @Test
  void proresIsInTenBitsOfFourTwoTwo(Golden golden) {
    options(golden, coding(VideoCodec.PRORES, "hq", 0, HouseFormat.TransferFunction.SDR, true));
  }

  @Test
  void dnxhrIsInEightBitsOfFourTwoTwo(Golden golden) {
    options(
        golden, coding(VideoCodec.DNXHR, "dnxhr_hq", 0, HouseFormat.TransferFunction.SDR, true));
  }

  @Test
  void ffv1LosesNothing(Golden golden) {
    options(golden, coding(VideoCodec.FFV1, "", 0, HouseFormat.TransferFunction.SDR, true));
  }

  @Test
  void codecsForEditingAreOfKeyFramesInMov(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (VideoCodec codec : VideoCodec.values()) {
      lines.add(
          codec
              + " in "
              + codec.brand().format()
              + (codec.needsKeyFramesOnly() ? ", all key frames" : "")
              + ", "
              + codec.pixelFormat(HouseFormat.TransferFunction.SDR)
              + ", of HLG "
              + codec.pixelFormat(HouseFormat.TransferFunction.HLG));
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
      lines.add(rate + " frames a second: " + VideoCoding.gopFrames(rate, 2) + " frames");
    }
    golden.shows("groups of two seconds", String.join("\n", lines));
  }
}
