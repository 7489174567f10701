package dev.privateregistry.registry.config;

/**
 * What users may do.
 *
 * @param anonymousPull whether pulling needs no user
 */
public record AccessConfig(boolean anonymousPull) {}
