package io.patchwork.worker.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.telemetry.JsonLogEncoder;
import org.slf4j.LoggerFactory;

/** The log of a worker: on standard error, from INFO on unless told otherwise. */
final class WorkerLog {

  private WorkerLog() {}

  /**
   * Logs as it is configured from now on.
   *
   * @param worker its name, in lines of JSON
   */
  static void open(WorkerConfig config, String worker) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    if (System.getenv("PATCHWORK_LOG") == null) {
      // Other commands log only warnings.
      context.getLogger("io.patchwork").setLevel(Level.INFO);
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (config.logFormat() == WorkerConfig.LogFormat.JSON
        && root.getAppender(CommandLog.CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console) {
      JsonLogEncoder encoder = new JsonLogEncoder(worker);
      encoder.setContext(context);
      encoder.start();
      console.setEncoder(encoder);
    }
  }
}
