package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.Disposition;
import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.manifest.VideoStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What FFprobe says that streams are for, and which of several stands for the file: one that is the
 * work itself and not about it, the default one of those, the first in the file of those.
 */
final class StreamLabels {

  /** What is heard beside the work, or is only a part of it. */
  private static final Set<Disposition> BESIDE =
      Set.of(
          Disposition.COMMENT,
          Disposition.VISUAL_IMPAIRED,
          Disposition.HEARING_IMPAIRED,
          Disposition.DESCRIPTIONS,
          Disposition.CLEAN_EFFECTS,
          Disposition.KARAOKE,
          Disposition.NON_DIEGETIC,
          Disposition.DEPENDENT);

  /** Titles of such sounds in files whose muxer set no disposition. */
  private static final Pattern BESIDE_TITLE =
      Pattern.compile(
          "comment(ary|aries|aire)|audio ?descri|descriptive|kommentar|h\u00f6rfilm|comentario"
              + "|coment\u00e1rio|commento",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Comparator<StreamLabel> ORDER =
      Comparator.<StreamLabel, Boolean>comparing(StreamLabels::isBeside)
          .thenComparing(label -> !label.is(Disposition.DEFAULT))
          .thenComparing(label -> !label.is(Disposition.ORIGINAL) && label.is(Disposition.DUB))
          .thenComparing(StreamLabels::isTitledBeside);

  private StreamLabels() {}

  /** The label of a stream. */
  static StreamLabel of(JsonNode stream) {
    List<Disposition> dispositions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : stream.path("disposition").properties()) {
      Optional<Disposition> named = Disposition.named(each.getKey());
      if (each.getValue().asInt(0) == 1) {
        named.ifPresent(dispositions::add);
      }
    }
    JsonNode tags = stream.path("tags");
    @Nullable String title = ProbedTags.text(tags, "title");
    return new StreamLabel(
        LanguageTag.of(tags.path("language").asString("")).orElse(null),
        // MP4 has the title of a track in udta/name.
        title == null ? ProbedTags.text(tags, "name") : title,
        dispositions);
  }

  /** Orders sounds: the one that stands for the file first. Equal ones keep their order. */
  static Comparator<AudioStream> ofAudio() {
    return Comparator.comparing(AudioStream::label, ORDER);
  }

  /** Orders pictures: the one that stands for the file first. Equal ones keep their order. */
  static Comparator<VideoStream> ofVideo() {
    return Comparator.comparing(VideoStream::label, ORDER);
  }

  private static boolean isBeside(StreamLabel label) {
    return label.dispositions().stream().anyMatch(BESIDE::contains);
  }

  private static boolean isTitledBeside(StreamLabel label) {
    return label.title() != null && BESIDE_TITLE.matcher(label.title()).find();
  }
}
