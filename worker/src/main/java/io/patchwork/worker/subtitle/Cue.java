package io.patchwork.worker.subtitle;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Title.Align;
import io.patchwork.schema.timeline.Title.Vertical;
import org.jspecify.annotations.Nullable;

/**
 * Words that are on for a while.
 *
 * @param start from the file's zero
 * @param end behind {@code start}
 * @param text without markup, its lines broken by {@code \n}
 * @param isSlanted whether all of it is marked as italic
 * @param align absent where nothing is said
 * @param vertical absent where nothing is said
 */
public record Cue(
    RationalTime start,
    RationalTime end,
    String text,
    boolean isSlanted,
    @Nullable Align align,
    @Nullable Vertical vertical) {

  /** The same at other times. */
  public Cue at(RationalTime from, RationalTime to) {
    return new Cue(from, to, text, isSlanted, align, vertical);
  }
}
