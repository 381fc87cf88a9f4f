package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The chapters of a file within its media: one that ends behind it ends with it.
 *
 * @param omitted number of the others: those that begin behind the end of the media, have no
 *     length, or are more than {@value #MAX_CHAPTERS}
 */
record ProbedChapters(List<Chapter> chapters, int omitted) {

  private static final int MAX_CHAPTERS = 1000;

  ProbedChapters {
    chapters = List.copyOf(chapters);
  }

  /**
   * Reads FFprobe's list.
   *
   * @param length duration of the media; null where it is unknown
   */
  static ProbedChapters of(JsonNode list, @Nullable RationalTime length) {
    List<Chapter> chapters = new ArrayList<>();
    for (JsonNode chapter : list) {
      Optional<RationalTime> start = ProbedTime.of(chapter.path("start_time").asString(""));
      Optional<RationalTime> end = ProbedTime.of(chapter.path("end_time").asString(""));
      if (start.isEmpty() || end.isEmpty() || chapters.size() >= MAX_CHAPTERS) {
        continue;
      }
      RationalTime last = length == null ? end.get() : RationalTime.min(end.get(), length);
      if (start.get().compareTo(last) < 0) {
        chapters.add(
            new Chapter(start.get(), last, ProbedTags.text(chapter.path("tags"), "title")));
      }
    }
    return new ProbedChapters(chapters, list.size() - chapters.size());
  }
}
