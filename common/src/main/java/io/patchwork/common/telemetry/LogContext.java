package io.patchwork.common.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.MDC;

/** Key-value pairs in every log line of the current thread, until closed. */
public final class LogContext implements AutoCloseable {

  private final List<MDC.MDCCloseable> entries = new ArrayList<>();

  /** Adds a key-value pair. */
  public LogContext with(String key, Object value) {
    entries.add(MDC.putCloseable(key, value.toString()));
    return this;
  }

  /** A task with the key-value pairs of the current thread, for a thread of its own. */
  public static <T> Callable<T> carriedTo(Callable<T> task) {
    Map<String, String> entries = MDC.getCopyOfContextMap();
    return () -> {
      if (entries != null) {
        MDC.setContextMap(entries);
      }
      return task.call();
    };
  }

  @Override
  public void close() {
    entries.reversed().forEach(MDC.MDCCloseable::close);
  }
}
