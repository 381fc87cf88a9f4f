package io.patchwork.worker.inventory;

import io.patchwork.worker.artifact.AtOnce;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.StoredRevisions.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads many things from the store, a batch of them beside each other. For one thread. */
public final class Batches<A, B> {

  private static final int SIZE = 32;

  private final Function<A, B> reading;
  private final Visitor<B> visitor;
  private final List<A> batch = new ArrayList<>();

  /**
   * Batches.
   *
   * @param reading reads the store; for any thread
   * @param visitor is given what was read, in the order in which it was added
   */
  public Batches(Function<A, B> reading, Visitor<B> visitor) {
    this.reading = reading;
    this.visitor = visitor;
  }

  public void add(A each) throws Failure, InterruptedException {
    batch.add(each);
    if (batch.size() == SIZE) {
      finish();
    }
  }

  /** Reads what is left. */
  public void finish() throws Failure, InterruptedException {
    List<AtOnce.Task<B>> tasks =
        batch.stream().<AtOnce.Task<B>>map(each -> () -> reading.apply(each)).toList();
    for (B read : AtOnce.all(tasks)) {
      visitor.visit(read);
    }
    batch.clear();
  }
}
