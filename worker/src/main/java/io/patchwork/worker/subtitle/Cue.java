package io.patchwork.worker.subtitle;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Title.Align;
import io.patchwork.schema.timeline.Title.Vertical;
import org.jspecify.annotations.Nullable;

/**
 * A subtitle cue: text with its times and placement.
 *
 * @param start counted from the start of the file
 * @param end after {@code start}
 * @param text without markup, its lines broken by {@code \n}
 * @param isSlanted whether all of the text is italic
 * @param align null for the default
 * @param vertical null for the default
 */
public record Cue(
    RationalTime start,
    RationalTime end,
    String text,
    boolean isSlanted,
    @Nullable Align align,
    @Nullable Vertical vertical) {

  /** The same cue at other times. */
  public Cue at(RationalTime from, RationalTime to) {
    return new Cue(from, to, text, isSlanted, align, vertical);
  }
}
