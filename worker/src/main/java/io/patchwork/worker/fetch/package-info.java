/**
 * From a message to bytes that may be worked on: which source is allowed, what the bytes are, what
 * is in them.
 */
@NullMarked
package io.patchwork.worker.fetch;

import org.jspecify.annotations.NullMarked;
