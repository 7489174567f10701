package dev.privateregistry.registry.config;

import java.util.List;
import java.util.Map;

/**
 * The keys of distribution that have no effect here, and what the reader of the file is told. A key
 * whose silent loss would change what clients may do or get is refused; one that only tunes
 * distribution's own machinery is ignored with a warning.
 */
final class OtherKeys {
  /** What happens when the key is given. */
  enum Answer {
    REFUSED,
    IGNORED
  }

  /**
   * One key or section.
   *
   * @param message why, and what to do instead
   */
  record Row(String path, Answer answer, String message) {}

  static final List<Row> ALL =
      List.of(
          refused("auth.silly", "it protects nothing; use auth.htpasswd"),
          refused("middleware", "middleware is not built in; remove the section"),
          refused("proxy", "the pull-through cache is not built in yet; remove the section"),
          refused("storage.s3", "the S3 driver is not built in yet; use storage.filesystem"),
          refused("storage.s3aws", "the S3 driver is not built in yet; use storage.filesystem"),
          refused("storage.gcs", "the GCS driver is not built in; use storage.filesystem"),
          refused("storage.azure", "the Azure driver is not built in; use storage.filesystem"),
          refused("storage.oss", "the OSS driver is not built in; use storage.filesystem"),
          refused("storage.swift", "the Swift driver is not built in; use storage.filesystem"),
          refused(
              "log.hooks",
              "mail is not built in: errors would go unseen; watch the log, or the metrics with the"
                  + " alert rules of deploy/monitoring, and remove the hooks"),
          ignored("log.reportcaller", "log lines name their class anyway"),
          ignored("redis", "no cache outside the process is needed"),
          ignored("storage.redirect", "the filesystem never redirects"),
          ignored("storage.tag", "tag look-ups need no limit here"),
          ignored("storage.cache.blobdescriptorsize", "the cache is bounded by memory instead"),
          ignored("storage.cache.layerinfo", "use storage.cache.blobdescriptor: inmemory"),
          ignored("storage.filesystem.maxthreads", "threads need no limit here"),
          ignored("reporting", "reporting was removed from distribution 3 as well"),
          ignored("compatibility.schema1", "schema 1 was removed from distribution 3 as well"));

  /** Go field names that differ from the YAML key: the environment rule goes by them. */
  static final Map<String, String> GO_NAMES =
      Map.of(
          "health.file", "FILECHECKERS",
          "health.http", "HTTPCHECKERS",
          "health.tcp", "TCPCHECKERS",
          "notifications.events", "EVENTCONFIG");

  private OtherKeys() {}

  private static Row refused(String path, String message) {
    return new Row(path, Answer.REFUSED, message);
  }

  private static Row ignored(String path, String message) {
    return new Row(path, Answer.IGNORED, message);
  }
}
