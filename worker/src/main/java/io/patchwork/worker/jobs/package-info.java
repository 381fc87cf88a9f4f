/**
 * The life of a job, from delivery to acknowledgement: {@link io.patchwork.worker.jobs.JobRunner}
 * is the page to read first.
 */
@NullMarked
package io.patchwork.worker.jobs;

import org.jspecify.annotations.NullMarked;
