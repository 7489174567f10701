package dev.privateregistry.registry.domain;

/** What an image runs on, by Go's names (OCI image spec, image index). */
public record Platform(String architecture, String os) {}
