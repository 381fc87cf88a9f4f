package io.patchwork.worker.render.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where the bytes of a render's input are. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Origin.OfSource.class, name = "source"),
  @JsonSubTypes.Type(value = Origin.OfObject.class, name = "object")
})
public sealed interface Origin {

  /** An upload; the source policy is checked at each fetch. */
  record OfSource(String address) implements Origin {}

  /** An object that a worker stored. */
  record OfObject(String key) implements Origin {}

  /** The address or the key. */
  default String place() {
    return switch (this) {
      case OfSource(String address) -> address;
      case OfObject(String key) -> key;
    };
  }
}
