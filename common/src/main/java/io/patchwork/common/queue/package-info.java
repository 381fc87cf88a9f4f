/**
 * The job queue: lanes, delayed retries, dead letters, events and broadcasts to all workers. {@link
 * io.patchwork.common.queue.JobQueue} is the interface; RabbitMQ implements it for a cluster and
 * {@code InProcessJobQueue} for one process.
 */
@NullMarked
package io.patchwork.common.queue;

import org.jspecify.annotations.NullMarked;
