package io.patchwork.worker.jobs;

import io.patchwork.schema.event.JobEvent;
import java.util.List;

/** How a run of a job ends when nothing went wrong. */
public sealed interface Outcome {

  /** The job is over; these events say so, the terminal one first. */
  record Finished(List<JobEvent> events) implements Outcome {
    public Finished {
      events = List.copyOf(events);
    }
  }

  /** What the job asks for goes on in other messages. */
  record Continued() implements Outcome {}

  static Outcome finished(JobEvent... events) {
    return new Finished(List.of(events));
  }
}
