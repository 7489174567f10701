package dev.privateregistry.registry.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server has in force now, without secrets: the answer to {@code GET /status}.
 *
 * @param draining whether it is about to stop
 * @param unhealthy which health checks fail, and why
 * @param orders how it stands with certificates that an ACME server issues
 * @param files what is reloaded when it changes, beside the certificate
 * @param configFingerprint SHA-256 of the content of config.yml, lower-case hex
 */
public record ServerStatus(
    Program program,
    boolean draining,
    Map<String, String> unhealthy,
    Optional<Certificate> certificate,
    List<OrderedCertificate> orders,
    List<LoadedFile> files,
    String configFingerprint) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STORAGE = "storagedriver_";

  /** Which program runs since when. */
  public record Program(String version, Instant startedAt) {}

  /**
   * The certificate that new connections get.
   *
   * @param serial lower-case hex
   * @param error why the files on disk are not in force, or null when they are
   */
  public record Certificate(
      String serial, Instant notBefore, Instant notAfter, @Nullable String error) {}

  /**
   * The certificate of one host from an ACME server.
   *
   * @param notAfter empty while there is none
   * @param next when it is ordered or renewed next
   * @param error why the last order failed, unless it went well
   */
  public record OrderedCertificate(
      String host, Optional<Instant> notAfter, Instant next, Optional<String> error) {}

  /**
   * A file whose content is in force.
   *
   * @param name its name in this document
   * @param fingerprint SHA-256 of the content in force, lower-case hex
   * @param error why the file on disk is not in force, or null when it is
   */
  public record LoadedFile(
      String name, String fingerprint, Content content, Instant loadedAt, @Nullable String error) {}

  /** How many of what a file holds, for example 3 users. */
  public record Content(String unit, int count) {}

  /** Whether it should get new requests. */
  boolean ready() {
    return !draining && unhealthy.isEmpty();
  }

  /** Why the storage cannot be used, when it cannot. */
  public Optional<String> storageError() {
    return unhealthy.entrySet().stream()
        .filter(problem -> problem.getKey().startsWith(STORAGE))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  String toJson() {
    ObjectNode status = JSON.createObjectNode();
    status.put("version", program.version());
    status.put("startedAt", program.startedAt().toString());
    status.put("ready", ready());
    status.put("draining", draining);
    status.put("storageError", storageError().orElse(null));
    if (certificate.isPresent()) {
      Certificate in = certificate.get();
      ObjectNode node = status.putObject("certificate");
      node.put("serial", in.serial());
      node.put("notBefore", in.notBefore().toString());
      node.put("notAfter", in.notAfter().toString());
      node.put("error", in.error());
    } else {
      status.putNull("certificate");
    }
    orders.forEach(order -> put(status.withArray("/acme").addObject(), order));
    status.putNull("htpasswd");
    for (LoadedFile file : files) {
      ObjectNode node = status.putObject(file.name());
      node.put("fingerprint", file.fingerprint());
      node.put(file.content().unit(), file.content().count());
      node.put("loadedAt", file.loadedAt().toString());
      node.put("error", file.error());
    }
    status.putObject("config").put("fingerprint", configFingerprint);
    return status.toString();
  }

  private static void put(ObjectNode node, OrderedCertificate order) {
    node.put("host", order.host());
    node.put("notAfter", order.notAfter().map(Instant::toString).orElse(null));
    node.put("next", order.next().toString());
    node.put("error", order.error().orElse(null));
  }

  /** Distribution's health document: what is wrong, by name; nothing when all is well. */
  String toHealthJson() {
    ObjectNode health = JSON.createObjectNode();
    unhealthy.forEach(health::put);
    certificate.ifPresent(in -> putIfPresent(health, "certificate", in.error()));
    orders.forEach(
        order -> putIfPresent(health, "acme " + order.host(), order.error().orElse(null)));
    files.forEach(file -> putIfPresent(health, file.name(), file.error()));
    return health.toString();
  }

  private static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
