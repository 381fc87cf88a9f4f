package io.patchwork.schema.timeline;

import io.patchwork.schema.time.TimeRange;

/**
 * A note at a place of an item.
 *
 * @param range in the item's own media time
 */
public record Marker(String name, String comment, TimeRange range) {}
