/**
 * The command line, one class per command. A command parses its arguments, calls {@code client},
 * {@code timelineimport} or a worker in its own process, and prints the result. Two differ: {@code
 * worker} runs a worker, and {@code doctor} checks what one needs.
 */
@NullMarked
package io.patchwork.worker.cli;

import org.jspecify.annotations.NullMarked;
