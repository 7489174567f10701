package dev.privateregistry.local.node;

import java.nio.file.Path;
import java.util.Map;

/**
 * What runs in place of an image.
 *
 * @param launcher executable file; gets the container's arguments
 * @param addressVariables by name of a container port, the environment variable that tells the
 *     program to listen at {@code POD-IP:PORT}. Pods have an address each but no network namespace:
 *     a program that listened everywhere would take the port from all of them.
 */
public record Program(Path launcher, Map<String, String> addressVariables) {
  public Program {
    addressVariables = Map.copyOf(addressVariables);
  }
}
