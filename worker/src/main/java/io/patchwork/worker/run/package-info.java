/**
 * The life of a job, from delivery to acknowledgement: {@link io.patchwork.worker.run.JobRunner} is
 * the page to read first.
 */
@NullMarked
package io.patchwork.worker.run;

import org.jspecify.annotations.NullMarked;
