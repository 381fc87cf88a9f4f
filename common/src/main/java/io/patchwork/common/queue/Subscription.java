package io.patchwork.common.queue;

/** Something that keeps calling until it is closed. */
public interface Subscription extends AutoCloseable {

  /** Calls no more; what was handed out stays with whoever has it. */
  @Override
  void close();
}
