package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.FileTags;
import io.patchwork.worker.subtitle.Cue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a revision of a render: its segments in order, soundtrack, subtitles, input origins
 * and lineage; immutable, stored before rendering starts.
 *
 * @param revision hash of everything that determines the output
 * @param frames number of frames in the output; 0 for audio alone
 * @param segments the distinct segments
 * @param sequence the segments in output order, as indexes into {@code segments}
 * @param soundtrack null where the timeline has no audio
 * @param chapters chapters of a film, from its markers
 * @param subtitles selectable subtitle tracks of a film
 * @param origins where the bytes of each input are
 * @param indexes keys of the frame indexes of inputs that have one
 * @param warnings a sentence for each thing that is not rendered as the timeline asks
 * @param tags title and people, as the file of a film or song says them
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
    List<String> warnings,
    FileTags tags) {

  /** Raise it when the same segments are to become another file. */
  static final int VERSION = 2;

  @SuppressWarnings("nullness") // absent from plans that were made before there were tags
  public RenderPlan {
    tags = tags == null ? FileTags.NONE : tags;
    segments = List.copyOf(segments);
    sequence = List.copyOf(sequence);
    chapters = List.copyOf(chapters);
    subtitles = List.copyOf(subtitles);
    origins = Map.copyOf(origins);
    indexes = Map.copyOf(indexes);
    warnings = List.copyOf(warnings);
  }

  /**
   * A selectable subtitle track.
   *
   * @param language BCP 47 tag; null where unknown
   * @param label name that players show
   * @param cues in output time, in order of their start
   */
  public record Subtitles(@Nullable String language, String label, List<Cue> cues) {
    public Subtitles {
      cues = List.copyOf(cues);
    }

    /** The language as ISO 639-2 code, for containers. */
    public String code() {
      try {
        return language == null ? "und" : Locale.forLanguageTag(language).getISO3Language();
      } catch (MissingResourceException e) {
        return "und";
      }
    }
  }

  /** A part of a render that is made by one task: a segment or the soundtrack. */
  public sealed interface Element {
    Sha256 key();
  }

  /** A segment of the video. */
  public record Segment(Sha256 key, SegmentContent content) implements Element {
    public long frames() {
      return content.frames();
    }
  }

  /** The whole audio. */
  public record Soundtrack(Sha256 key, SoundtrackSpec spec) implements Element {}

  /** All elements that the assembly needs. */
  public List<Element> elements() {
    Stream<Element> audio = soundtrack == null ? Stream.empty() : Stream.of(soundtrack);
    return Stream.concat(segments.stream(), audio).toList();
  }

  /** The keys of all elements. */
  public List<Sha256> keys() {
    return elements().stream().map(Element::key).toList();
  }

  /** Where the bytes of an input are; empty for any other content. */
  public Optional<Origin> origin(Sha256 content) {
    return Optional.ofNullable(origins.get(content));
  }

  /** The key of the rendition that GOPs are copied from. */
  public String rendition(CopiedGops gops) {
    return origin(gops.rendition())
        .map(Origin::place)
        .orElseThrow(() -> new IllegalStateException("groups of nobody: " + gops));
  }

  /** Whether the file of a film or song says anything of itself. */
  public boolean hasTags() {
    return !tags.equals(FileTags.NONE);
  }

  /** Duration of the output. */
  public RationalTime duration() {
    return lineage.duration();
  }
}
