package io.patchwork.worker;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector of traces, on loopback, to which workers export over OTLP. */
final class TraceCollector implements AutoCloseable {

  private static final int OK = 200;
  private static final int EMPTY = -1;

  /**
   * A span as it came.
   *
   * @param parent id of the span that it is below; empty for the first of a trace
   * @param worker that made it
   */
  record Told(
      String trace,
      String id,
      String parent,
      String name,
      String worker,
      Map<String, String> attributes) {}

  private final HttpServer server;
  private final List<Told> spans = new CopyOnWriteArrayList<>();

  TraceCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange;
              InputStream body =
                  "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                      ? new GZIPInputStream(exchange.getRequestBody())
                      : exchange.getRequestBody()) {
            ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(this::keep);
            exchange.sendResponseHeaders(OK, EMPTY);
          }
        });
    server.start();
  }

  private void keep(ResourceSpans of) {
    String worker =
        texts(of.getResource().getAttributesList()).getOrDefault("service.instance.id", "");
    of.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(span -> told(span, worker))
        .forEach(spans::add);
  }

  private static Told told(Span span, String worker) {
    return new Told(
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getName(),
        worker,
        texts(span.getAttributesList()));
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> each.getValue().getStringValue()));
  }

  private static String hex(byte[] id) {
    return java.util.HexFormat.of().formatHex(id);
  }

  /** The settings with which a worker exports to it, soon. */
  Map<String, String> settings() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "OTEL_BSP_SCHEDULE_DELAY",
        "200",
        // In no haste to send again what is at work, which would be more spans.
        "PATCHWORK_RETRY_DELAYS",
        "1m,2m,2m");
  }

  /** What has come so far. */
  List<Told> spans() {
    return List.copyOf(spans);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
