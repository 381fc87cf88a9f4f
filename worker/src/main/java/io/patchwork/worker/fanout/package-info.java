/**
 * Fan-out: many small tasks under one job, each a message that any worker may take.
 *
 * <pre>
 *   start ─► the first window of tasks ─► task ─► marker ─► the next task of its chain … ─► last one
 *        └─► watchdog ─► watchdog …  sends the missing tasks of an idle fan-out again
 * </pre>
 *
 * <p>Workers coordinate through the store: a marker object records each finished task, and the
 * worker that writes the last one sends what follows. The list of tasks never changes. Nothing here
 * depends on what a task does. Decision 0015 gives the reasons.
 */
@NullMarked
package io.patchwork.worker.fanout;

import org.jspecify.annotations.NullMarked;
