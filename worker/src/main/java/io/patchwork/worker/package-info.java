/**
 * The worker: {@link io.patchwork.worker.Main} reads the settings, {@link
 * io.patchwork.worker.Worker} puts the parts together, {@code run.JobRunner} is the page to read.
 */
@NullMarked
package io.patchwork.worker;

import org.jspecify.annotations.NullMarked;
