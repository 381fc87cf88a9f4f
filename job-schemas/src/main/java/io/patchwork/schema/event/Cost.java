package io.patchwork.schema.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job took, on all workers that worked on it, for attempts that succeeded.
 *
 * @param cpuMillis processor time of child processes, in milliseconds; two that end at the same
 *     instant on one worker may have each other's
 * @param peakMemoryBytes largest resident memory of one child process that was seen; it is looked
 *     at from time to time
 * @param fetchedBytes bytes of sources and segments that were fetched from the store
 * @param storedBytes bytes of artifacts and segments that were stored
 * @param stages processor time by kind of work, as in {@code segment}
 */
public record Cost(
    long cpuMillis, long peakMemoryBytes, long fetchedBytes, long storedBytes, List<Stage> stages) {

  /** Nothing. */
  public static final Cost NONE = new Cost(0, 0, 0, 0, List.of());

  /** The processor time of one kind of work. */
  public record Stage(String stage, long cpuMillis) {}

  public Cost {
    stages = List.copyOf(stages);
  }

  /** Both together. */
  public Cost plus(Cost other) {
    Map<String, Long> sums = new LinkedHashMap<>();
    List<Stage> all = new ArrayList<>(stages);
    all.addAll(other.stages);
    all.forEach(each -> sums.merge(each.stage(), each.cpuMillis(), Math::addExact));
    return new Cost(
        Math.addExact(cpuMillis, other.cpuMillis),
        Math.max(peakMemoryBytes, other.peakMemoryBytes),
        Math.addExact(fetchedBytes, other.fetchedBytes),
        Math.addExact(storedBytes, other.storedBytes),
        sums.entrySet().stream().map(sum -> new Stage(sum.getKey(), sum.getValue())).toList());
  }
}
