package dev.privateregistry.registry.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.registry.config.LogConfig;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Log lines with the field names of distribution's, so that whatever reads those goes on. */
final class LogEncoder extends EncoderBase<ILoggingEvent> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LogConfig.Format format;
  private final Map<String, String> fields;

  /**
   * Writes in this form.
   *
   * @param fields added to every line
   */
  LogEncoder(LogConfig.Format format, Map<String, String> fields) {
    this.format = format;
    this.fields = new TreeMap<>(fields);
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line =
        switch (format) {
          case TEXT -> text(named(event, "time", "level", "msg"));
          case JSON -> json(named(event, "time", "level", "msg"));
          case LOGSTASH -> {
            Map<String, String> all = named(event, "@timestamp", "level", "message");
            all.put("@version", "1");
            yield json(all);
          }
        };
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, String> named(
      ILoggingEvent event, String time, String level, String message) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(time, event.getInstant().toString());
    all.put(level, level(event.getLevel()));
    all.put(message, event.getFormattedMessage());
    String logger = event.getLoggerName();
    all.put("logger", logger.substring(logger.lastIndexOf('.') + 1));
    event.getMDCPropertyMap().forEach(all::putIfAbsent);
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> all.put(pair.key, String.valueOf(pair.value)));
    }
    fields.forEach(all::putIfAbsent);
    IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      all.put("error", ThrowableProxyUtil.asString(error).strip());
    }
    return all;
  }

  private static String level(Level level) {
    return level.equals(Level.WARN) ? "warning" : level.toString().toLowerCase(Locale.ROOT);
  }

  private static String json(Map<String, String> all) {
    ObjectNode node = JSON.createObjectNode();
    all.forEach(node::put);
    return node.toString();
  }

  private static String text(Map<String, String> all) {
    StringBuilder line = new StringBuilder();
    all.forEach(
        (name, value) -> {
          line.append(line.isEmpty() ? "" : " ").append(name).append('=');
          line.append(isPlain(value) ? value : quoted(value));
        });
    return line.toString();
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty()
        && value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\');
  }

  private static String quoted(String value) {
    return '"'
        + value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + '"';
  }
}
