package dev.privateregistry.registry.http.netty;

/** The event that tells a connection that its server stops. */
enum Drain {
  STARTED
}
