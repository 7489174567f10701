package dev.privateregistry.registry.config;

/** Everything config.yml and the environment say, valid as a whole. */
public record Configuration(
    LogConfig log,
    StorageConfig storage,
    HttpConfig http,
    HealthConfig health,
    NotificationConfig notifications,
    AuthConfig auth,
    AccessConfig access,
    ApiConfig api) {}
