package io.patchwork.common.store;

/** There is no object of that key. */
public final class ObjectMissing extends RuntimeException {

  public ObjectMissing(ObjectKey key) {
    super("no object " + key);
  }
}
