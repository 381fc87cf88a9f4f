/**
 * The ways in which a job can fail, as one sealed hierarchy that decides what becomes of the
 * message.
 */
@NullMarked
package io.patchwork.worker.failure;

import org.jspecify.annotations.NullMarked;
