/**
 * The command line: one class a command. A command parses its arguments, has {@code client}, {@code
 * timelineimport} or a worker's own parts do what is wanted, and prints what comes back. Two are of
 * another kind: {@code worker} runs a worker, and {@code doctor} tries what one needs.
 */
@NullMarked
package io.patchwork.worker.cli;

import org.jspecify.annotations.NullMarked;
