package io.patchwork.common.queue;

/**
 * An event of the event log.
 *
 * @param offset its place in the log; later events have greater ones
 */
public record LoggedEvent(long offset, Message message) {}
