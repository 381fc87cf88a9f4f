package io.patchwork.worker.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object a line: {@code time}, {@code level}, {@code logger}, {@code message}, {@code
 * worker}; what is known of the job ({@code job}, {@code attempt}, {@code lane} and others); the
 * pairs of the message; {@code error} and {@code stack} of what was thrown. All values are text.
 * Only ASCII is written, so that no character of a foreign name is in force anywhere.
 */
public final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Of a value: collectors of logs break long lines. */
  private static final int MAX_CHARACTERS = 4000;

  private final String worker;

  /**
   * An encoder.
   *
   * @param worker its name
   */
  public JsonLogEncoder(String worker) {
    this.worker = worker;
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("time", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    line.put("message", cut(event.getFormattedMessage()));
    line.put("worker", worker);
    event.getMDCPropertyMap().forEach((key, value) -> line.putIfAbsent(key, cut(value)));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        line.putIfAbsent(pair.key, cut(String.valueOf(pair.value)));
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.putIfAbsent("error", cut(thrown.getClassName() + ": " + thrown.getMessage()));
      line.putIfAbsent("stack", cut(ThrowableProxyUtil.asString(thrown)));
    }
    return (MAPPER.writeValueAsString(line) + "\n").getBytes(UTF_8);
  }

  private static String cut(String text) {
    return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
  }
}
