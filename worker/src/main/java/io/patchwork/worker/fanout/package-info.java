/**
 * Many small tasks under one job, each a message that any worker may take.
 *
 * <pre>
 *   start ─► the first window of tasks ─► task ─► marker ─► the next task of its chain … ─► last one
 *        └─► watchdog ─► watchdog …  sends again what is missing of a fan-out that stands still
 * </pre>
 *
 * <p>Workers meet in the store: a marker object records each finished task, and whoever writes the
 * last one sends what follows. A plan says which tasks there are and never changes. Nothing here
 * knows what a task does. Decision 0015 says why it works as it does.
 */
@NullMarked
package io.patchwork.worker.fanout;

import org.jspecify.annotations.NullMarked;
