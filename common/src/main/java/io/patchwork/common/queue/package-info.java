/**
 * The job queue: lanes, a ladder of delayed retries, dead letters, events and a word to all
 * workers. {@link io.patchwork.common.queue.JobQueue} is the seam; RabbitMQ implements it for a
 * cluster and {@code InProcessJobQueue} for one machine.
 */
@NullMarked
package io.patchwork.common.queue;

import org.jspecify.annotations.NullMarked;
