package io.patchwork.common.queue;

/**
 * A message that nobody could deal with.
 *
 * @param lane the name of the lane that it came from, empty where unknown
 */
public record DeadLetter(Message message, String lane) {}
