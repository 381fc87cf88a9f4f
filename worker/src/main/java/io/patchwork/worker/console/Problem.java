package io.patchwork.worker.console;

import io.patchwork.schema.wire.Json;
import java.util.Map;

/**
 * Why a request is not answered, as RFC 9457 writes it: a title for each status, and a sentence.
 */
final class Problem extends Exception {

  static final String MEDIA_TYPE = "application/problem+json";
  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;
  private final Map<String, String> headers;

  private Problem(int status, String title, String detail, Map<String, String> headers) {
    super(detail);
    this.status = status;
    this.title = title;
    this.headers = Map.copyOf(headers);
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "The request is not understood", detail, Map.of());
  }

  static Problem notAllowed(String detail) {
    return new Problem(401, "A token is needed", detail, Map.of("WWW-Authenticate", "Bearer"));
  }

  static Problem forbidden(String detail) {
    return new Problem(403, "Not allowed", detail, Map.of());
  }

  static Problem notFound(String detail) {
    return new Problem(404, "Not found", detail, Map.of());
  }

  static Problem wrongMethod(String allowed) {
    return new Problem(
        405, "Another method is needed", "Use " + allowed + ".", Map.of("Allow", allowed));
  }

  static Problem conflict(String detail) {
    return new Problem(409, "Not as things stand", detail, Map.of());
  }

  static Problem wrongHost(String detail) {
    return new Problem(421, "Another host is meant", detail, Map.of());
  }

  static Problem tooMany() {
    return new Problem(429, "Too many requests", "Wait a second.", Map.of("Retry-After", "1"));
  }

  static Problem unavailable(String detail) {
    return new Problem(503, "Not available", detail, Map.of("Retry-After", "5"));
  }

  static Problem internal() {
    return new Problem(
        500, "A defect of the console", "Look at its log, and tell its developers.", Map.of());
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return Json.bytes(
        Map.of(
            "type",
            "about:blank",
            "title",
            title,
            "status",
            status,
            "detail",
            String.valueOf(getMessage())));
  }
}
