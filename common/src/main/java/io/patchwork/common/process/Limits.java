package io.patchwork.common.process;

import java.time.Duration;

/**
 * What a child may use at the most.
 *
 * @param addressSpace bytes of virtual memory (RLIMIT_AS)
 * @param cpu seconds over all threads (RLIMIT_CPU)
 * @param fileSize bytes of any one file it writes (RLIMIT_FSIZE)
 * @param deadline wall time from start to end
 * @param stall wall time without a line of progress
 */
public record Limits(
    long addressSpace, Duration cpu, long fileSize, Duration deadline, Duration stall) {}
