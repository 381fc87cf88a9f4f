package io.patchwork.worker.ffmpeg;

import io.patchwork.worker.Golden;
import io.patchwork.worker.PlanText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What FFmpeg is told where there is no pass. */
@ExtendWith(Golden.Finder.class)
final class FFmpegTest {

  @Test
  void keyFramesOfOurOwnAreDecodedStrictly(Golden golden) {
    List<String> arguments = FFmpeg.keyFrames("new.txt", Demuxer.CONCAT);
    int guards = arguments.indexOf("-protocol_whitelist");
    int file = arguments.indexOf("-i");

    golden.shows(
        "a list of pieces; without the guards of every file",
        PlanText.options(arguments.subList(0, guards))
            + "\n"
            + PlanText.options(arguments.subList(file, arguments.size())));
  }
}
