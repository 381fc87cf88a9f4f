/**
 * The command line: one class a command. Commands say what people want in jobs and messages, and
 * read what comes back; they do no media work of their own.
 */
@NullMarked
package io.patchwork.worker.cli;

import org.jspecify.annotations.NullMarked;
