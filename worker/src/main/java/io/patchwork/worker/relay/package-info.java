/**
 * Tells events to the addresses that operators list, as Standard Webhooks. Each endpoint reads the
 * event log on its own, from where it had come to, so that one that is away delays nobody and loses
 * nothing that the log still has. What one endpoint does not take goes to the retry queues of a
 * lane of its own, and at last to the dead letters.
 */
@NullMarked
package io.patchwork.worker.relay;

import org.jspecify.annotations.NullMarked;
