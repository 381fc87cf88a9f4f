/** Writes tables for spreadsheets, in which no cell is taken for a formula. Pure. */
@NullMarked
package io.patchwork.worker.csv;

import org.jspecify.annotations.NullMarked;
