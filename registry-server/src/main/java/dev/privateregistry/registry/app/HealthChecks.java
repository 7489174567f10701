package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.HealthConfig;
import dev.privateregistry.registry.config.ListenAddress;
import dev.privateregistry.registry.config.Secret;
import dev.privateregistry.registry.observe.FileProbe;
import dev.privateregistry.registry.observe.Health;
import dev.privateregistry.registry.observe.HealthCheck;
import dev.privateregistry.registry.observe.HttpProbe;
import dev.privateregistry.registry.observe.TcpProbe;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the configuration to the health checks, under the names that distribution gives them. */
final class HealthChecks {
  private HealthChecks() {}

  static Health start(HealthConfig config, Storage storage) {
    List<HealthCheck> checks = new ArrayList<>();
    if (config.storageDriver()) {
      checks.add(
          new HealthCheck(
              Health.STORAGE + storage.name(), storage.probe(), schedule(config.storage())));
    }
    for (HealthConfig.FileCheck file : config.files()) {
      checks.add(
          new HealthCheck(
              file.file().toString(), new FileProbe(file.file()), schedule(file.polling())));
    }
    for (HealthConfig.HttpCheck http : config.http()) {
      URI uri = withoutUser(http.uri());
      HttpProbe probe = new HttpProbe(uri, headers(http), http.status(), http.timeout());
      checks.add(new HealthCheck(uri.toString(), probe, schedule(http.polling())));
    }
    for (HealthConfig.TcpCheck tcp : config.tcp()) {
      ListenAddress address = tcp.address();
      TcpProbe probe = new TcpProbe(address.host(), address.port(), tcp.timeout());
      checks.add(new HealthCheck(address.toString(), probe, schedule(tcp.polling())));
    }
    return new Health(checks);
  }

  private static HealthCheck.Schedule schedule(HealthConfig.Polling polling) {
    return new HealthCheck.Schedule(polling.interval(), polling.threshold());
  }

  private static URI withoutUser(URI uri) {
    String user = uri.getRawUserInfo();
    return user == null ? uri : URI.create(uri.toString().replace("//" + user + "@", "//"));
  }

  /** The headers in the clear, and the user of the URL, which is in no message then. */
  private static Map<String, List<String>> headers(HealthConfig.HttpCheck http) {
    Map<String, List<String>> plain = new LinkedHashMap<>();
    String user = http.uri().getUserInfo();
    if (user != null) {
      byte[] pair = user.getBytes(StandardCharsets.UTF_8);
      plain.put("Authorization", List.of("Basic " + Base64.getEncoder().encodeToString(pair)));
    }
    http.headers()
        .forEach((name, values) -> plain.put(name, values.stream().map(Secret::reveal).toList()));
    return plain;
  }
}
