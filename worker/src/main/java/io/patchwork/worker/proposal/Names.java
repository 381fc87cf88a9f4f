package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;

/** The names by which people wish to be credited, for pages and sentences, never for documents. */
@FunctionalInterface
public interface Names {

  /** The name for a handle; where nobody is known by it, the handle. */
  String of(Id handle);
}
