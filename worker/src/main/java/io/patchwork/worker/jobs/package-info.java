/**
 * The life of a job, from delivery to acknowledgement: lanes, running, retries, terminal records,
 * events and cancellation. Read {@link io.patchwork.worker.jobs.JobRunner} first.
 */
@NullMarked
package io.patchwork.worker.jobs;

import org.jspecify.annotations.NullMarked;
