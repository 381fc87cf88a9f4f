/**
 * Renders a timeline to a film. The job message plans the render, and one task message renders each
 * segment, so that many workers share it; they meet in the store. Each of four packages knows only
 * those to its right: {@code assembly → segment → graph → plan}. This one plans, fans out and tells
 * the waiting jobs.
 */
@NullMarked
package io.patchwork.worker.render;

import org.jspecify.annotations.NullMarked;
