package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.worker.failure.Failure;

/** The opaque handles by which people are payees, so that they can be forgotten. */
@FunctionalInterface
public interface Handles {

  /** The handle of a person, always the same for the same platform's id. */
  Id of(Id person) throws Failure;
}
