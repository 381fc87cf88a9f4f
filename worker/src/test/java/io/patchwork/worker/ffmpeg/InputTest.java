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

  private static Pass pass(Pass.Clock clock, Input... inputs) {
    return new Pass(
        List.of(inputs),
        new FilterGraph(
            List.of(
                new FilterGraph.Chain(
                    List.of("0:2"), List.of(Filter.of("null")), List.of("picture")))),
        List.of(new Output("film.mp4", List.of("[picture]"), FILM)),
        clock,
        null);
  }

  @Test
  void aForeignFileIsOpenedWithGuards(Golden golden) {
    golden.shows(
        "source read by MOV, from zero",
        PlanText.options(
            pass(Pass.Clock.FROM_ZERO, Input.whole("source", Demuxer.MOV)).arguments()));
  }

  /** Without the guards. */
  private static String opening(Pass.Clock clock, Input input) {
    List<String> arguments = new ArrayList<>(pass(clock, input).opening(input));
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
            opening(Pass.Clock.FROM_ZERO, Input.whole("x", Demuxer.MOV)),
            opening(Pass.Clock.FROM_ZERO, Input.from("x", Demuxer.MOV, from)),
            opening(Pass.Clock.OF_SOURCE, Input.alone("x", Demuxer.MOV, from, from)),
            opening(Pass.Clock.OF_SOURCE, Input.rough("x", Demuxer.MOV, from)),
            opening(Pass.Clock.OF_SOURCE, Input.roughReferences("x", Demuxer.MOV, from)),
            opening(Pass.Clock.FROM_ZERO, Input.keyFrames("x", Demuxer.MOV)),
            opening(Pass.Clock.FROM_ZERO, Input.images("%08d.png", FrameRate.of(24_000, 1001)))));
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

  private static String clock(Pass.Clock clock) {
    Input input = Input.from("x", Demuxer.MOV, RationalTime.ofSeconds(7, 4));
    List<String> arguments = pass(clock, input).arguments();
    return clock
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
            clock(Pass.Clock.FROM_ZERO),
            clock(Pass.Clock.OF_SOURCE),
            clock(Pass.Clock.OF_SOURCE_FROM_ZERO)));
  }
}
