/**
 * Reads from the store what says who is in a render and who is not: its parts, its timeline, the
 * renders that it uses, and who made their assets.
 */
@NullMarked
package io.patchwork.worker.evidence;

import org.jspecify.annotations.NullMarked;
