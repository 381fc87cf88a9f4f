package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What FFmpeg is told before it may look at a file. */
@ExtendWith(Golden.Finder.class)
final class InputTest {

  private static final Encoding FILM =
      new Encoding(List.of("-c:v", "libx264"), new Mp4(Mp4.Brand.MP4, Mp4.Layout.FAST_START));

  private static Pass pass(Pass.Timestamps timestamps, Input... inputs) {
    return new Pass(
        List.of(inputs),
        new FilterGraph(
            List.of(
                new FilterGraph.Chain(
                    List.of("0:2"), List.of(Filter.of("null")), List.of("picture")))),
        List.of(new Output("film.mp4", List.of("[picture]"), FILM)),
        timestamps,
        null);
  }

  @Test
  void aForeignFileIsOpenedWithGuards(Golden golden) {
    golden.shows(
        "source read by MOV, from zero",
        PlanText.options(
            pass(Pass.Timestamps.FROM_ZERO, Input.whole("source", Demuxer.MOV)).arguments()));
  }

  /** Without the guards. */
  private static String inputArguments(Pass.Timestamps timestamps, Input input) {
    List<String> arguments = new ArrayList<>(pass(timestamps, input).inputArguments(input));
    List<String> guards = Input.guards(input.demuxer());
    int at = java.util.Collections.indexOfSubList(arguments, guards);
    arguments.subList(at, at + guards.size()).clear();
    return String.join(" ", arguments);
  }

  @Test
  void filesAreDecodedAsWellAsTheyAreLookedAt(Golden golden) {
    RationalTime from = RationalTime.ofSeconds(7, 4);
    golden.shows(
        "whole, from 7/4 s, alone, rough, of references, of key frames, numbered pictures",
        String.join(
            "\n",
            inputArguments(Pass.Timestamps.FROM_ZERO, Input.whole("x", Demuxer.MOV)),
            inputArguments(Pass.Timestamps.FROM_ZERO, Input.from("x", Demuxer.MOV, from)),
            inputArguments(
                Pass.Timestamps.COPY, Input.singleThreaded("x", Demuxer.MOV, from, from)),
            inputArguments(Pass.Timestamps.COPY, Input.fast("x", Demuxer.MOV, from)),
            inputArguments(Pass.Timestamps.COPY, Input.fastReferences("x", Demuxer.MOV, from)),
            inputArguments(Pass.Timestamps.FROM_ZERO, Input.keyFrames("x", Demuxer.MOV)),
            inputArguments(
                Pass.Timestamps.FROM_ZERO, Input.images("%08d.png", FrameRate.of(24_000, 1001)))));
  }

  @Test
  void aListMayNameFilesOfOursAlone(Golden golden) {
    List<String> guards = Input.guards(Demuxer.CONCAT);
    golden.shows(
        "a list of files, end to end",
        PlanText.options(guards.subList(guards.indexOf("-format_whitelist"), guards.size() - 4))
            + "\n"
            + PlanText.options(guards.subList(guards.size() - 2, guards.size())));
  }

  private static String timestamps(Pass.Timestamps timestamps) {
    Input input = Input.from("x", Demuxer.MOV, RationalTime.ofSeconds(7, 4));
    List<String> arguments = pass(timestamps, input).arguments();
    return timestamps
        + ": "
        + String.join(
            " ",
            arguments.stream()
                .filter(List.of("-copyts", "-start_at_zero", "-seek_timestamp")::contains)
                .toList());
  }

  @Test
  void framesCarryTheTimeOfTheirClock(Golden golden) {
    golden.shows(
        "a file that is entered at 7/4 s",
        String.join(
            "\n",
            timestamps(Pass.Timestamps.FROM_ZERO),
            timestamps(Pass.Timestamps.COPY),
            timestamps(Pass.Timestamps.COPY_START_AT_ZERO)));
  }
}
