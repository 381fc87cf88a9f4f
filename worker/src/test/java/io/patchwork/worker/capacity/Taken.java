package io.patchwork.worker.capacity;

/**
 * What work took of a cluster, or a sum of it.
 *
 * @param cpuSeconds processor time of workers and of all their child processes
 * @param childCpuSeconds that of child processes alone, as jobs report it
 * @param fetchedBytes bytes that workers fetched from the store, as jobs report them
 * @param storedBytes bytes that workers stored, as jobs report them
 * @param keptBytes bytes by which the store grew, uploads not counted
 * @param keptObjects objects by which the store grew, uploads not counted
 * @param segmentBytes bytes of segments among them
 * @param segmentObjects segments among them
 * @param reads GET and HEAD requests of workers
 * @param writes PUT and LIST requests of workers, and parts of uploads: what S3 bills as tier 1
 * @param deletes DELETE requests of workers
 * @param deliveries messages of lanes that workers finished
 * @param events events that were published
 * @param eventBytes the bytes of their bodies
 * @param jobSeconds time from the start to the end of each job, added up
 */
record Taken(
    double cpuSeconds,
    double childCpuSeconds,
    long fetchedBytes,
    long storedBytes,
    long keptBytes,
    long keptObjects,
    long segmentBytes,
    long segmentObjects,
    long reads,
    long writes,
    long deletes,
    long deliveries,
    long events,
    long eventBytes,
    double jobSeconds) {

  /** What came after an earlier look. */
  Taken since(Taken earlier) {
    return new Taken(
        cpuSeconds - earlier.cpuSeconds,
        childCpuSeconds - earlier.childCpuSeconds,
        fetchedBytes - earlier.fetchedBytes,
        storedBytes - earlier.storedBytes,
        keptBytes - earlier.keptBytes,
        keptObjects - earlier.keptObjects,
        segmentBytes - earlier.segmentBytes,
        segmentObjects - earlier.segmentObjects,
        reads - earlier.reads,
        writes - earlier.writes,
        deletes - earlier.deletes,
        deliveries - earlier.deliveries,
        events - earlier.events,
        eventBytes - earlier.eventBytes,
        jobSeconds - earlier.jobSeconds);
  }
}
