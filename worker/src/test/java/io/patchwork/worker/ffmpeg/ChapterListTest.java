package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Chapters as FFmpeg reads them. */
@ExtendWith(Golden.Finder.class)
final class ChapterListTest {

  @Test
  void chaptersAreWrittenInTicksWithTheirTitlesEscaped(Golden golden, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("chapters");
    FrameRate ntsc = FrameRate.of(30_000, 1001);
    RationalTime cut = RationalTime.ofFrames(46, ntsc);
    RationalTime end = RationalTime.ofFrames(142, ntsc);

    ChapterList.write(
        new FileTags("Film = #1; a", "", "who: \\ \nx"),
        List.of(
            new Chapter(RationalTime.ZERO, cut, "One = #1; two"), new Chapter(cut, end, "a\nb\\c")),
        file);

    golden.shows(
        "chapters of 46 and 96 frames at 30000/1001 a second: \"One = #1; two\" and \"a, a new"
            + " line, b\\c\"",
        Files.readString(file));
  }
}
