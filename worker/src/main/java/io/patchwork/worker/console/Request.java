package io.patchwork.worker.console;

import com.sun.net.httpserver.HttpExchange;
import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A request, decoded once.
 *
 * @param path its parts; a slash within a part came as {@code %2F}
 */
record Request(HttpExchange exchange, String method, List<String> path, Map<String, String> query) {

  private static final int MAX_BODY = 64 << 10;

  static Request of(HttpExchange exchange) throws Problem {
    try {
      String raw = exchange.getRequestURI().getRawPath();
      List<String> parts = Stream.of(raw.split("/", -1)).skip(1).map(Request::decoded).toList();
      Map<String, String> query = new LinkedHashMap<>();
      String text = exchange.getRequestURI().getRawQuery();
      for (String each : text == null ? new String[0] : text.split("&", -1)) {
        int equals = each.indexOf('=');
        query.put(
            inQuery(equals < 0 ? each : each.substring(0, equals)),
            equals < 0 ? "" : inQuery(each.substring(equals + 1)));
      }
      return new Request(exchange, exchange.getRequestMethod(), parts, query);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("The address is not well formed; encode it as RFC 3986 says.");
    }
  }

  /** In a query a plus is a space, as forms write it. */
  private static String inQuery(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /** Its JSON body. */
  JsonNode body() throws Problem, IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw Problem.badRequest("The body is larger than 64 KiB.");
    }
    try {
      return Json.tree(bytes);
    } catch (JacksonException e) {
      throw Problem.badRequest("The body is not JSON.");
    }
  }
}
