package dev.privateregistry.operator.desired;

/** The ports of a registry pod. */
public final class Ports {
  /** The registry API; https unless TLS is disabled. */
  public static final int REGISTRY = 5000;

  public static final String REGISTRY_NAME = "registry";

  /** Health, status and metrics in plain http; reached by pod address only, never by a Service. */
  public static final int DEBUG = 5001;

  public static final String DEBUG_NAME = "debug";

  private Ports() {}
}
