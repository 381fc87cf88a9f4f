package io.patchwork.schema.timeline;

import io.patchwork.schema.time.TimeRange;

/**
 * A marker of an item.
 *
 * @param range in the item's own media time
 */
public record Marker(String name, String comment, TimeRange range) {}
