package dev.privateregistry.bench;

/** How a server is set up for a measurement. */
enum Setting {
  PLAIN,
  TLS,
  HTPASSWD
}
