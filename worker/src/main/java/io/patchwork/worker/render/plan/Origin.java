package io.patchwork.worker.render.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where a content lies that a render reads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Origin.OfSource.class, name = "source"),
  @JsonSubTypes.Type(value = Origin.OfObject.class, name = "object")
})
public sealed interface Origin {

  /** An address of the platform, of which it is asked each time whether it may be read. */
  record OfSource(String address) implements Origin {}

  /** An object that a worker stored. */
  record OfObject(String key) implements Origin {}

  /** Its address or its key. */
  default String place() {
    return switch (this) {
      case OfSource(String address) -> address;
      case OfObject(String key) -> key;
    };
  }
}
