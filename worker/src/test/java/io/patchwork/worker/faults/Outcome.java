package io.patchwork.worker.faults;

import java.util.Locale;

/**
 * What became of jobs that are over, by what was told and what is in the queues.
 *
 * @param completed how many of them completed
 * @param starts how often the one that was started most often was
 * @param idsOfManyBodies event ids under which more than one body was told
 */
record Outcome(long completed, int sent, long starts, int idsOfManyBodies, int letters) {

  boolean isWhole() {
    return completed == sent && idsOfManyBodies == 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d completed, at most %d starts of one, %d event ids with several bodies, %d dead"
            + " letters",
        completed,
        sent,
        starts,
        idsOfManyBodies,
        letters);
  }
}
