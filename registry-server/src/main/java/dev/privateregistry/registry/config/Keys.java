package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.required;

import java.util.List;
import java.util.stream.Stream;

/** Every key of config.yml that works. The reference page is made from this table. */
final class Keys {
  static final Key<String> VERSION =
      required("version", KeyType.oneOf("0.1"), "The version of the format; always `0.1`.");

  /** In the order of the reference page. */
  static final List<Key<?>> ALL =
      Stream.of(
              List.<Key<?>>of(VERSION),
              LogKeys.ALL,
              StorageKeys.ALL,
              MaintenanceKeys.ALL,
              HttpKeys.ALL,
              TlsKeys.ALL,
              LetsEncryptKeys.ALL,
              DebugKeys.ALL,
              LimitKeys.ALL,
              HealthKeys.ALL,
              NotificationKeys.ALL,
              AuthKeys.ALL,
              AccessKeys.ALL,
              CatalogKeys.ALL,
              ValidationKeys.ALL)
          .<Key<?>>flatMap(List::stream)
          .toList();

  private Keys() {}
}
