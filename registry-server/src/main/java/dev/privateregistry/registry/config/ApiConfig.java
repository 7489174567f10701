package dev.privateregistry.registry.config;

/**
 * Bounds of the API.
 *
 * @param catalogEntries most repositories in one page
 * @param tags most tags in one page
 * @param validation what may be pushed
 */
public record ApiConfig(int catalogEntries, int tags, ValidationConfig validation) {}
