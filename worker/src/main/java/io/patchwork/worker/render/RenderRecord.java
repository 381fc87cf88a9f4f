package io.patchwork.worker.render;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.Result;
import org.jspecify.annotations.Nullable;

/**
 * How a render ended: the first writer wins. Exactly one of {@code result} and {@code code} is
 * there, neither where it was cancelled.
 */
record RenderRecord(
    Result.@Nullable OfRender result,
    @Nullable FailureCode code,
    @Nullable String message,
    @Nullable String detail) {

  static RenderRecord completed(Result.OfRender result) {
    return new RenderRecord(result, null, null, null);
  }

  static RenderRecord failed(FailureCode code, String message, @Nullable String detail) {
    return new RenderRecord(null, code, message, detail);
  }

  static RenderRecord cancelled() {
    return new RenderRecord(null, null, null, null);
  }
}
