package io.patchwork.schema.timeline;

import io.patchwork.schema.time.FrameRate;

/**
 * A timeline.
 *
 * @param rate the rate that the editor counted its picture in: that of the first item of the first
 *     video track that has one, else of the first item at all
 */
public record Timeline(String name, FrameRate rate, Composable.Stack tracks) {}
