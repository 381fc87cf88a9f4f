/**
 * What a program does to a cluster without being a worker: it sends jobs and follows them to their
 * end, cancels them, listens to events, and retries or drops dead letters. It prints nothing and
 * knows no media; what only a worker's parts can do is handed to it.
 */
@NullMarked
package io.patchwork.worker.client;

import org.jspecify.annotations.NullMarked;
