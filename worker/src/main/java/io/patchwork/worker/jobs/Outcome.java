package io.patchwork.worker.jobs;

import io.patchwork.schema.event.JobEvent;
import java.util.List;

/** The outcome of a run of a job that did not fail. */
public sealed interface Outcome {

  /** The job is over; the events to publish, the terminal one first. */
  record Finished(List<JobEvent> events) implements Outcome {
    public Finished {
      events = List.copyOf(events);
    }
  }

  /** The job continues in other messages. */
  record Continued() implements Outcome {}

  static Outcome finished(JobEvent... events) {
    return new Finished(List.of(events));
  }
}
