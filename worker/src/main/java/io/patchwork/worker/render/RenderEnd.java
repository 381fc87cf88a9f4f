package io.patchwork.worker.render;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.Result;
import org.jspecify.annotations.Nullable;

/** How a render ended; the first writer wins. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "end")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RenderEnd.Completed.class, name = "completed"),
  @JsonSubTypes.Type(value = RenderEnd.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = RenderEnd.Cancelled.class, name = "cancelled")
})
public sealed interface RenderEnd {

  /**
   * The output is stored.
   *
   * @param cost what it took; absent in records of earlier builds
   */
  record Completed(Result.OfRender result, @Nullable Cost cost) implements RenderEnd {}

  /**
   * It failed for good.
   *
   * @param message a sentence for the person who asked for it
   * @param detail for operators
   */
  record Failed(FailureCode code, String message, @Nullable String detail) implements RenderEnd {}

  /** Every job that waited for it was cancelled. */
  record Cancelled() implements RenderEnd {}
}
