/**
 * An editor's timeline with its media found, and what of it is on screen at each instant: a tree of
 * pictures over a tree of items, every time exact. Pure but for the library that finds assets;
 * knows nothing of segments, passes or queues.
 */
@NullMarked
package io.patchwork.worker.composition;

import org.jspecify.annotations.NullMarked;
