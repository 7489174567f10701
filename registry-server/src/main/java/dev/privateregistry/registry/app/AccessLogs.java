package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.LogConfig;
import dev.privateregistry.registry.observe.AccessLog;
import dev.privateregistry.registry.observe.CompletedForm;
import java.util.ArrayList;
import java.util.List;

/** Which logs of exchanges there are: as in distribution, by {@code log.formatter}. */
final class AccessLogs {
  private AccessLogs() {}

  /**
   * The combined form on standard output unless it is disabled; for who reads JSON also one object
   * for each exchange among the other log lines, as far as the level lets messages of that kind
   * through.
   */
  static List<AccessLog> open(LogConfig config) {
    List<AccessLog> logs = new ArrayList<>();
    if (config.accessLog()) {
      logs.add(AccessLog.combined(System.out));
    }
    boolean informs =
        switch (config.level()) {
          case ERROR, WARN -> false;
          case INFO, DEBUG -> true;
        };
    if (informs) {
      switch (config.format()) {
        case TEXT -> {}
        case JSON -> logs.add(json(config, CompletedForm.Names.JSON));
        case LOGSTASH -> logs.add(json(config, CompletedForm.Names.LOGSTASH));
      }
    }
    return logs;
  }

  private static AccessLog json(LogConfig config, CompletedForm.Names names) {
    return AccessLog.json(System.err, new CompletedForm(names, config.fields()));
  }
}
