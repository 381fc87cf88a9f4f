package io.patchwork.schema.deletion;

import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a forget or retention job deleted, and what it kept and why.
 *
 * @param asset that was forgotten; null for a person and for retention
 * @param person who was forgotten; null for an asset and for retention
 * @param at when it was written
 * @param dryRun whether nothing was deleted
 * @param renders that held what was forgotten
 */
public record DeletionReport(
    String format,
    @Nullable Id asset,
    @Nullable Id person,
    Instant at,
    boolean dryRun,
    List<HeldRender> renders,
    List<Deletion> deleted,
    List<Kept> kept) {

  public static final String FORMAT = "patchwork.deletion-report/1";

  public DeletionReport {
    renders = List.copyOf(renders);
    deleted = List.copyOf(deleted);
    kept = List.copyOf(kept);
  }

  /** Size of all that was deleted, in bytes. */
  public long bytes() {
    return deleted.stream().mapToLong(Deletion::bytes).sum();
  }

  /** A render that held what was forgotten. */
  public record HeldRender(Id render, Sha256 revision, Outcome outcome) {

    /** What became of it. */
    public enum Outcome {
      /** It was deleted. */
      WITHDRAWN,
      /** It was deleted, and rendered again with a slate. */
      RENDERED_ANEW;

      @JsonValue
      public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
  }

  /**
   * An object that was deleted.
   *
   * @param why as a sentence
   */
  public record Deletion(String key, long bytes, String why) {}

  /**
   * Something that was kept though it is connected with what was deleted.
   *
   * @param what key, prefix of keys, or queue
   * @param why and what deletes it, as sentences
   * @param until when it expires; null if it does not
   */
  public record Kept(String what, String why, @Nullable Instant until) {}
}
