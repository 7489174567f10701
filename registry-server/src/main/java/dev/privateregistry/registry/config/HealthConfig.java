package dev.privateregistry.registry.config;

import java.time.Duration;

/**
 * The check of the storage.
 *
 * @param threshold how many checks in a row must fail before the registry counts as unhealthy
 */
public record HealthConfig(boolean storageDriver, Duration interval, int threshold) {}
