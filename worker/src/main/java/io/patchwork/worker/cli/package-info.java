/**
 * The command line: one class a command. A command parses its arguments, asks {@code client} or
 * {@code timelineimport} for what is wanted, and prints what comes back.
 */
@NullMarked
package io.patchwork.worker.cli;

import org.jspecify.annotations.NullMarked;
