package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code log}. */
final class LogKeys {
  static final Key<LogConfig.Level> LEVEL =
      optional(
          "log.level",
          KeyType.oneOf(LogConfig.Level.values()),
          LogConfig.Level.INFO,
          "info",
          "The least severe messages to write to standard error.");
  static final Key<LogConfig.Format> FORMATTER =
      optional(
          "log.formatter",
          KeyType.oneOf(LogConfig.Format.values()),
          LogConfig.Format.TEXT,
          "text",
          "The form of a log line.");
  static final Key<Map<String, String>> FIELDS =
      optional(
          "log.fields",
          KeyType.text().map(),
          Map.of(),
          "none",
          "Fields that every log line carries.");
  static final Key<Boolean> ACCESS_LOG_DISABLED =
      optional(
          "log.accesslog.disabled",
          KeyType.flag(),
          false,
          "false",
          "Stops the access log, which is in Apache's combined form on standard output.");

  static final Key<Optional<LogConfig.Level>> OLD_LEVEL =
      optional(
          "loglevel",
          KeyType.oneOf(LogConfig.Level.values()).optional(),
          Optional.empty(),
          "`log.level`",
          "The name that `log.level` had before; it counts where `log.level` is not given.");

  static final List<Key<?>> ALL = List.of(OLD_LEVEL, LEVEL, FORMATTER, FIELDS, ACCESS_LOG_DISABLED);

  private LogKeys() {}

  static LogConfig read(Values values) {
    return new LogConfig(
        ConfigNode.isNothing(values.find(LEVEL.path()))
            ? values.get(OLD_LEVEL).orElse(LogConfig.Level.INFO)
            : values.get(LEVEL),
        values.get(FORMATTER),
        values.get(FIELDS),
        !values.get(ACCESS_LOG_DISABLED));
  }
}
