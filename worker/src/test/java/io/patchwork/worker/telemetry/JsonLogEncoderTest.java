package io.patchwork.worker.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.patchwork.schema.wire.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

final class JsonLogEncoderTest {

  private static String line(String message, Throwable thrown, Object value) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "fqcn",
            context.getLogger("io.patchwork.x"),
            Level.WARN,
            message,
            thrown,
            new Object[0]);
    event.setKeyValuePairs(List.of(new KeyValuePair("outcome", value)));
    event.setMDCPropertyMap(Map.of("job", "j1", "lane", "bulk", "message", "not this"));
    return new String(new JsonLogEncoder("host-1").encode(event), UTF_8);
  }

  @Test
  void aLineIsAnObjectWithWhatIsKnownOfTheJob() {
    JsonNode line =
        Json.tree(line("job ends", new IllegalStateException("bad"), 7).getBytes(UTF_8));

    assertThat(line.path("message").asString()).isEqualTo("job ends");
    assertThat(line.path("level").asString()).isEqualTo("WARN");
    assertThat(line.path("worker").asString()).isEqualTo("host-1");
    assertThat(line.path("job").asString()).isEqualTo("j1");
    assertThat(line.path("lane").asString()).isEqualTo("bulk");
    assertThat(line.path("outcome").asString()).isEqualTo("7");
    assertThat(line.path("error").asString()).contains("IllegalStateException: bad");
    assertThat(line.path("stack").asString()).contains("JsonLogEncoderTest");
  }

  @Test
  void nothingForeignIsInForceAndNoLineIsLong() {
    String line = line("a\nb\u001b[31m\u202e", new IllegalStateException(), "x".repeat(100_000));

    assertThat(line.strip()).matches("[\\x20-\\x7e]+").hasSizeLessThan(16_000);
    assertThat(line.lines()).hasSize(1);
  }
}
