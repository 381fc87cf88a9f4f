package io.patchwork.common.store;

/** An object does not exist. */
public final class ObjectMissing extends RuntimeException {

  public ObjectMissing(ObjectKey key) {
    super("no object " + key);
  }
}
