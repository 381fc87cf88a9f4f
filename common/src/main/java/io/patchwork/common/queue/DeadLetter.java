package io.patchwork.common.queue;

/**
 * A message that failed for good.
 *
 * @param lane name of the lane that it came from; empty where unknown
 */
public record DeadLetter(Message message, String lane) {}
