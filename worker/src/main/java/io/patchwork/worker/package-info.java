/**
 * The worker program: {@link io.patchwork.worker.Main} runs a command, {@link
 * io.patchwork.worker.Worker} wires the parts; read {@link io.patchwork.worker.jobs.JobRunner}
 * first to see how a message is handled.
 */
@NullMarked
package io.patchwork.worker;

import org.jspecify.annotations.NullMarked;
