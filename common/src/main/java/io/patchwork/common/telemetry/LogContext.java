package io.patchwork.common.telemetry;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;

/** Key-value pairs in every log line of the current thread, until closed. */
public final class LogContext implements AutoCloseable {

  private final List<MDC.MDCCloseable> entries = new ArrayList<>();

  /** Adds a key-value pair. */
  public LogContext with(String key, Object value) {
    entries.add(MDC.putCloseable(key, value.toString()));
    return this;
  }

  @Override
  public void close() {
    entries.reversed().forEach(MDC.MDCCloseable::close);
  }
}
