package io.patchwork.common.process;

import java.time.Duration;

/**
 * What a child process used.
 *
 * @param cpu its processor time, in user and kernel mode, with what launched it
 * @param peakMemory largest resident memory that was seen, in bytes; 0 if it ended unseen
 */
public record ChildUsage(Duration cpu, long peakMemory) {}
