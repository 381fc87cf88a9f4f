/**
 * Writes who is in a flat film in the formats of others: tables, a music cue sheet, credits,
 * chapters, and the vocabulary of schema.org. Pure.
 */
@NullMarked
package io.patchwork.worker.attribution.export;

import org.jspecify.annotations.NullMarked;
