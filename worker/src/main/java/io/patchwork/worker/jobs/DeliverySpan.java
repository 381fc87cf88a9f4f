package io.patchwork.worker.jobs;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The span of a delivery, in the trace of its job. Names of attributes are those of OpenTelemetry's
 * conventions for messaging. Without a collector nothing is recorded, and the context of the sender
 * is passed on all the same.
 */
final class DeliverySpan implements AutoCloseable {

  private static final String SCOPE = "io.patchwork.worker";
  private static final W3CTraceContextPropagator FORM = W3CTraceContextPropagator.getInstance();

  private static final TextMapGetter<Optional<String>> GIVEN =
      (given, key) -> given == null || !key.equals(Message.TRACEPARENT) ? null : given.orElse(null);

  private final Delivery delivery;
  private final Optional<String> ofTask;
  private Span span = Span.getInvalid();
  private Scope scope = Scope.noop();

  /** A span that has not begun: whose trace it is in, only the message can tell. */
  DeliverySpan(Delivery delivery) {
    this.delivery = delivery;
    // In other lanes it is a client's library that wrote it: the job's own is in its body.
    this.ofTask =
        Optional.ofNullable(delivery.message().headers().get(Message.TRACEPARENT))
            .filter(_ -> delivery.lane().entrance() == Lane.Exchange.INTERNAL);
  }

  /** Begins it and makes it the current span of this thread. */
  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  void begin(WorkItem item) {
    span =
        GlobalOpenTelemetry.getOrNoop()
            .getTracer(SCOPE)
            .spanBuilder("process " + delivery.lane().name())
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(FORM.extract(Context.root(), ofTask.or(item::traceparent), GIVEN))
            .setAttribute("messaging.system", "rabbitmq")
            .setAttribute("messaging.operation.type", "process")
            .setAttribute("messaging.destination.name", delivery.lane().name())
            .setAttribute("messaging.message.id", delivery.message().id())
            .setAttribute("patchwork.kind", item.kind())
            .setAttribute("patchwork.attempt", (long) Headers.attempt(delivery.message()))
            .startSpan();
    item.facts().forEach((name, value) -> span.setAttribute("patchwork." + name, value));
    scope = span.makeCurrent();
  }

  /** Tells how the delivery of this thread ended. */
  static void tellOutcome(String outcome) {
    Span.current().setAttribute("patchwork.outcome", outcome);
  }

  /** Its trace's id; empty where there is none. */
  Optional<String> trace() {
    return span.getSpanContext().isValid()
        ? Optional.of(span.getSpanContext().getTraceId())
        : Optional.empty();
  }

  /**
   * The context of the tasks that follow. Those of a task are its siblings, so that all segments of
   * a render are children of its job.
   */
  Optional<String> ofTasks() {
    if (ofTask.isPresent()) {
      return ofTask;
    }
    Map<String, String> carrier = new HashMap<>();
    FORM.inject(Context.root().with(span), carrier, (map, name, value) -> carrier.put(name, value));
    return Optional.ofNullable(carrier.get(Message.TRACEPARENT));
  }

  @Override
  public void close() {
    scope.close();
    span.end();
  }
}
