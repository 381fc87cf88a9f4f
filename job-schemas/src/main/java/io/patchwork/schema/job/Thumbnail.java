package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Source;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the thumbnails of one source: poster, storyboard, preview, waveform, placeholder.
 *
 * @param source an ingested asset or an object in a store
 * @param only the kinds to make; empty for all that apply. A storyboard alone decodes only key
 *     frames, at a fraction of the cost
 */
public record Thumbnail(Source source, @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<Kind> only)
    implements Job {

  /** A kind of thumbnail. */
  public enum Kind {
    POSTER,
    STORYBOARD,
    PREVIEW,
    WAVEFORM,
    PLACEHOLDER;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @SuppressWarnings("nullness") // an absent set arrives as null from the wire
  public Thumbnail {
    only = only == null ? Set.of() : java.util.Collections.unmodifiableSet(new TreeSet<>(only));
  }
}
