package io.patchwork.common.store;

/** An object is no longer the expected version. */
public final class ObjectChanged extends RuntimeException {

  public ObjectChanged(ObjectKey key) {
    super("object " + key + " is not the version that was meant");
  }
}
