package dev.privateregistry.e2e.golden;

/** This server in one of its two forms, and the program that it is held against. */
enum Comparison {
  REGISTRY_3(Program.REGISTRY_3, ""),
  REGISTRY_2(Program.REGISTRY_2, "compatibility: registry2\n");

  private final Program other;
  private final String key;

  Comparison(Program other, String key) {
    this.other = other;
    this.key = key;
  }

  Program other() {
    return other;
  }

  /** What the configuration of this server, and of no other program, has besides. */
  String key() {
    return key;
  }
}
