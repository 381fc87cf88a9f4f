/**
 * Client of a cluster: sends jobs and follows them to their end, cancels them, consumes events, and
 * retries or drops dead letters. It prints nothing and reads no media; what only a worker's parts
 * can do is passed in.
 */
@NullMarked
package io.patchwork.worker.client;

import org.jspecify.annotations.NullMarked;
