package io.patchwork.common.process;

import java.time.Duration;

/**
 * Resource limits of a child process.
 *
 * @param addressSpace bytes of virtual memory (RLIMIT_AS)
 * @param cpu CPU time over all threads (RLIMIT_CPU)
 * @param fileSize size in bytes of each file that it writes (RLIMIT_FSIZE)
 * @param deadline wall time from start to end
 * @param stall wall time without a line of progress
 */
public record Limits(
    long addressSpace, Duration cpu, long fileSize, Duration deadline, Duration stall) {}
