package dev.privateregistry.registry.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.privateregistry.registry.config.LogConfig;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Sets up the log on standard error: text until the configuration is read, then as {@code log}
 * says. Found by logback as a service, so that it looks for no file of its own.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    set(context, new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT, Map.of(), true));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Logs as configured from now on. */
  static void apply(LogConfig config) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      set(context, config);
    }
  }

  private static void set(LoggerContext context, LogConfig config) {
    LogEncoder encoder = new LogEncoder(config.format(), config.fields());
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level(config.level()));
    root.addAppender(appender);
    context.getLogger("io.netty").setLevel(Level.WARN);
  }

  private static Level level(LogConfig.Level level) {
    return switch (level) {
      case ERROR -> Level.ERROR;
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
    };
  }
}
