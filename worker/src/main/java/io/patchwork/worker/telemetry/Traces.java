package io.patchwork.worker.telemetry;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Export of traces over OTLP, by the environment variables of OpenTelemetry. Off unless one of them
 * names a collector.
 */
public final class Traces implements AutoCloseable {

  /** Each of them says that traces are wanted. */
  private static final List<String> SWITCHES =
      List.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "OTEL_TRACES_EXPORTER");

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "patchwork-worker",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private static final String ATTRIBUTES = "otel.resource.attributes";

  /** What is not exported by then is lost: a worker that ends is waited for. */
  private static final long FLUSH_SECONDS = 5;

  private final SdkTracerProvider provider;

  private Traces(SdkTracerProvider provider) {
    this.provider = provider;
  }

  /**
   * Starts to export, if it is wanted.
   *
   * @param worker its name
   */
  public static AutoCloseable start(String worker) {
    if (SWITCHES.stream().noneMatch(each -> System.getenv(each) != null)) {
      return () -> {};
    }
    return new Traces(
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> DEFAULTS)
            .addPropertiesCustomizer(config -> named(config, worker))
            .setResultAsGlobal()
            .build()
            .getOpenTelemetrySdk()
            .getSdkTracerProvider());
  }

  /** Its name beside the attributes that operators give. */
  private static Map<String, String> named(ConfigProperties config, String worker) {
    String name = "service.instance.id=" + worker;
    String given = config.getString(ATTRIBUTES);
    return Map.of(ATTRIBUTES, given == null ? name : given + "," + name);
  }

  @Override
  public void close() {
    var _ = provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
  }
}
