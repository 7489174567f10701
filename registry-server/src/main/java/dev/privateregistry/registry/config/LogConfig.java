package dev.privateregistry.registry.config;

import java.util.Locale;
import java.util.Map;

/**
 * The log on standard error and the access log on standard output.
 *
 * @param fields added to every log line
 */
public record LogConfig(Level level, Format format, Map<String, String> fields, boolean accessLog) {
  public LogConfig {
    fields = Map.copyOf(fields);
  }

  /** The least severe messages to write. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    /** The word in config.yml. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The form of a log line. */
  public enum Format {
    TEXT,
    JSON,
    LOGSTASH;

    /** The word in config.yml. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
