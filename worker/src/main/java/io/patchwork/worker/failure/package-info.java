/**
 * What can go wrong with a job, as one sealed family that says what is to become of the message.
 */
@NullMarked
package io.patchwork.worker.failure;

import org.jspecify.annotations.NullMarked;
