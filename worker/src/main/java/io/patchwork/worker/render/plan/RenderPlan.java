package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.subtitle.Cue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made for a render: immutable, stored before anything is done.
 *
 * @param revision hash of all that matters in it
 * @param frames pictures in the output; 0 of sound alone
 * @param segments the distinct segments
 * @param sequence which of them follow each other, by their place in {@code segments}
 * @param soundtrack absent where the timeline has no sound
 * @param chapters of a film, by its markers
 * @param subtitles of a film, beside its picture
 * @param origins where each source content lies
 * @param indexes where it lies where the frames of a source content are, where that is known
 * @param warnings what of the timeline is not rendered, as sentences
 */
public record RenderPlan(
    Id render,
    Sha256 revision,
    Sha256 timeline,
    RenderProfile profile,
    FrameRate rate,
    long frames,
    List<Segment> segments,
    List<Integer> sequence,
    @Nullable Soundtrack soundtrack,
    List<Chapter> chapters,
    List<Subtitles> subtitles,
    Map<Sha256, Origin> origins,
    Map<Sha256, String> indexes,
    Lineage lineage,
    List<String> warnings) {

  /** Raise it when the same segments are to become another file. */
  static final int VERSION = 1;

  public RenderPlan {
    segments = List.copyOf(segments);
    sequence = List.copyOf(sequence);
    chapters = List.copyOf(chapters);
    subtitles = List.copyOf(subtitles);
    origins = Map.copyOf(origins);
    indexes = Map.copyOf(indexes);
    warnings = List.copyOf(warnings);
  }

  /**
   * A track of subtitles that may be switched on.
   *
   * @param language a tag of BCP 47
   * @param label what people choose it by
   * @param cues in the output's time, by their start
   */
  public record Subtitles(@Nullable String language, String label, List<Cue> cues) {
    public Subtitles {
      cues = List.copyOf(cues);
    }

    /** ISO 639-2, as containers have it. */
    public String code() {
      try {
        return language == null ? "und" : Locale.forLanguageTag(language).getISO3Language();
      } catch (MissingResourceException e) {
        return "und";
      }
    }
  }

  /** What a render is put together of. */
  public sealed interface Element {
    Sha256 key();
  }

  /** A segment of the picture. */
  public record Segment(Sha256 key, SegmentContent content) implements Element {
    public long frames() {
      return content.frames();
    }
  }

  /** The sound. */
  public record Soundtrack(Sha256 key, SoundtrackSpec spec) implements Element {}

  /** Everything that must be there before the render can be put together. */
  public List<Element> elements() {
    Stream<Element> audio = soundtrack == null ? Stream.empty() : Stream.of(soundtrack);
    return Stream.concat(segments.stream(), audio).toList();
  }

  /** Their keys. */
  public List<Sha256> keys() {
    return elements().stream().map(Element::key).toList();
  }

  /** Where a content lies that it is made of; none of a content that it is not made of. */
  public Optional<Origin> origin(Sha256 content) {
    return Optional.ofNullable(origins.get(content));
  }

  /** The key of the rendition that groups of pictures are copied from. */
  public String rendition(CopiedGops groups) {
    return origin(groups.rendition())
        .map(Origin::place)
        .orElseThrow(() -> new IllegalStateException("groups of nobody: " + groups));
  }

  /** How long the output is. */
  public RationalTime duration() {
    return lineage.duration();
  }
}
