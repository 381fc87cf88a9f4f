package io.patchwork.worker.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import io.patchwork.common.config.Environment;
import io.patchwork.worker.WorkerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log file of a command. What FFmpeg says and stack traces are for whoever mends a fault, not
 * for the terminal of a person.
 */
final class CommandLog {

  static final String NAME = "patchwork.log";

  /** Size above which a log is kept as {@code patchwork.log.1} and a new one begins. */
  private static final long MAX_BYTES = 10L << 20;

  private static volatile @Nullable Path file;

  private CommandLog() {}

  /** The log file; empty before one is open. */
  static Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * Logs to a file from now on, and on standard error only what {@code PATCHWORK_LOG} or {@code
   * --verbose} asks for. Where the file cannot be written the log stays on standard error.
   *
   * @param isVerbose whether everything is shown on standard error too
   */
  static void open(Path folder, boolean isVerbose, Environment env) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) ->
        LoggerFactory.getLogger(CommandLog.class)
            .atError()
            .addKeyValue("thread", thread.getName())
            .setCause(thrown)
            .log("thread failed"));
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger own = context.getLogger("io.patchwork");
    boolean isShown = isVerbose || env.text("PATCHWORK_LOG").isPresent();
    if (isVerbose) {
      own.setLevel(Level.DEBUG);
    } else if (!isShown) {
      own.setLevel(Level.INFO);
    }
    try {
      Path log = Files.createDirectories(folder).resolve(NAME);
      if (Files.exists(log) && Files.size(log) > MAX_BYTES) {
        Files.move(log, folder.resolve(NAME + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      root.addAppender(appender(log, context));
      file = log;
      Appender<ILoggingEvent> console = root.getAppender(WorkerLog.CONSOLE);
      if (!isShown && console != null) {
        root.detachAppender(console);
        // What becomes of the connection to a broker is for whoever waits.
        context.getLogger("io.patchwork.common").addAppender(console);
      }
    } catch (IOException unwritable) {
      own.setLevel(isVerbose ? Level.DEBUG : Level.WARN);
    }
  }

  private static Appender<ILoggingEvent> appender(Path log, LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(context.getProperty("PATTERN"));
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setName("FILE");
    appender.setFile(log.toString());
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  /**
   * Logs a fault with its stack trace.
   *
   * @return the file where it is
   */
  static Path fault(Throwable thrown) throws IOException {
    if (file == null) {
      // A command that failed before it had a folder.
      open(Files.createTempDirectory("patchwork-log-"), false, new Environment(System.getenv()));
    }
    LoggerFactory.getLogger(CommandLog.class).atError().setCause(thrown).log("command failed");
    return file().orElseThrow(() -> new IOException("no log can be written"));
  }
}
