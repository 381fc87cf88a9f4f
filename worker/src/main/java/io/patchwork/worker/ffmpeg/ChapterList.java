package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of tags and chapters that {@link Demuxer#CHAPTERS} reads (FFmpeg formats manual,
 * "Metadata").
 */
public final class ChapterList {

  /** Ticks per second; every frame of a usual rate starts on a whole tick. */
  private static final long TICKS = 240_000;

  private ChapterList() {}

  /** Writes the file. */
  public static void write(FileTags tags, List<Chapter> chapters, Path file) throws Failure {
    StringBuilder text = new StringBuilder(";FFMETADATA1\n");
    tags.named()
        .forEach(
            (name, value) -> text.append(name).append('=').append(escaped(value)).append('\n'));
    for (Chapter chapter : chapters) {
      text.append("[CHAPTER]\nTIMEBASE=1/").append(TICKS);
      text.append("\nSTART=").append(ticks(chapter.start()));
      text.append("\nEND=").append(ticks(chapter.end()));
      text.append("\ntitle=").append(escaped(String.valueOf(chapter.title()))).append('\n');
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static String ticks(RationalTime time) {
    return time.seconds().times(Fraction.of(TICKS)).round().toString();
  }

  private static String escaped(String title) {
    return title.replaceAll("\\p{Cntrl}+", " ").replaceAll("[=;#\\\\]", "\\\\$0");
  }
}
