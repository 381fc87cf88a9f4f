package io.patchwork.common.queue;

import java.util.HashMap;
import java.util.Map;

/**
 * A message: its body and our own headers.
 *
 * @param id stays the same when the message is published again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only sent
public record Message(String id, byte[] body, Map<String, String> headers) {

  /** The header with the W3C trace context of what sent it. */
  public static final String TRACEPARENT = "traceparent";

  public Message {
    headers = Map.copyOf(headers);
  }

  public Message withoutHeader(String name) {
    Map<String, String> fewer = new HashMap<>(headers);
    fewer.remove(name);
    return new Message(id, body, fewer);
  }

  public Message withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Message(id, body, more);
  }
}
