package io.patchwork.common.process;

import java.time.Duration;

/**
 * Resource limits of a child process.
 *
 * @param memory bytes of private writable memory (RLIMIT_DATA), what a child may allocate
 * @param addressSpace bytes of virtual memory (RLIMIT_AS), which also bounds shared memory
 * @param cpu CPU time over all threads; RLIMIT_CPU is a minute more
 * @param outputBytes size of each file that it writes (RLIMIT_FSIZE), and of all together
 * @param deadline wall time from start to end
 * @param stall wall time without a line of progress
 */
public record Limits(
    long memory,
    long addressSpace,
    Duration cpu,
    long outputBytes,
    Duration deadline,
    Duration stall) {

  /** The same with another limit of memory. */
  public Limits withMemory(long bytes) {
    return new Limits(bytes, addressSpace, cpu, outputBytes, deadline, stall);
  }
}
