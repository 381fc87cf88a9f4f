package io.patchwork.worker.console;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the list of jobs: behind the job of this time and hash. */
record Cursor(Instant accepted, String hash) {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,13})\\.([0-9]{1,9})\\.([0-9a-f]{24})");

  static Cursor behind(JobState job) {
    return new Cursor(job.accepted(), job.hash());
  }

  /** Reads a cursor; empty where it is none. */
  static Optional<Cursor> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new Cursor(
                Instant.ofEpochSecond(
                    Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))),
                parts.group(3)))
        : Optional.empty();
  }

  /** Whether a job comes behind this place. */
  boolean isBefore(JobState job) {
    int byTime = job.accepted().compareTo(accepted);
    return byTime < 0 || (byTime == 0 && job.hash().compareTo(hash) > 0);
  }

  @Override
  public String toString() {
    return accepted.getEpochSecond() + "." + accepted.getNano() + "." + hash;
  }
}
