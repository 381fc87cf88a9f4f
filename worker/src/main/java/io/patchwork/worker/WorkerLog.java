package io.patchwork.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.patchwork.worker.telemetry.JsonLogEncoder;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log of a worker: on standard error, from INFO on unless told otherwise. */
public final class WorkerLog {

  /** The appender of the terminal. */
  public static final String CONSOLE = "STDERR";

  private WorkerLog() {}

  /**
   * Logs as it is configured from now on.
   *
   * @param worker its name, in lines of JSON
   * @return says a sentence to whoever watches: a line as it is, or of JSON where the log is
   */
  public static Consumer<String> open(WorkerConfig config, String worker) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return System.err::println;
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (System.getenv("PATCHWORK_LOG") == null) {
      // Other commands log only warnings.
      context.getLogger("io.patchwork").setLevel(Level.INFO);
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (config.logFormat() != WorkerConfig.LogFormat.JSON
        || !(root.getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console)) {
      return System.err::println;
    }
    JsonLogEncoder encoder = new JsonLogEncoder(worker);
    encoder.setContext(context);
    encoder.start();
    console.setEncoder(encoder);
    return context.getLogger(Worker.class)::info;
  }
}
