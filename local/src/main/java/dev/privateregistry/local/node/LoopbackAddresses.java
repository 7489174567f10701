package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * Gives each pod an address of its own in 127.0.0.0/8, so that all of them may listen on the port
 * their image listens on. A pod keeps its address over restarts as long as nobody else took it.
 */
final class LoopbackAddresses {
  private static final int ATTEMPTS = 1000;

  private final Set<String> taken = new HashSet<>();

  /**
   * @throws IOException when this machine has no free address; the message names a remedy
   */
  synchronized String take(Pod pod) throws IOException {
    String known = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (known != null && known.startsWith("127.") && isFree(known, pod) && taken.add(known)) {
      return known;
    }
    int seed = pod.getMetadata().getUid().hashCode();
    IOException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      String candidate = candidate(seed + i);
      try {
        tryToBind(candidate, pod);
        if (taken.add(candidate)) {
          return candidate;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException(
        "no free loopback address for the pod: on systems other than Linux, add some, for example"
            + " with 'sudo ifconfig lo0 alias "
            + candidate(seed)
            + "'",
        last);
  }

  synchronized void giveBack(String address) {
    taken.remove(address);
  }

  /** 127.16.0.1 to 127.127.255.254. */
  private static String candidate(int seed) {
    int mixed = seed * 0x9E3779B9;
    return "127."
        + (16 + Integer.remainderUnsigned(mixed >>> 16, 112))
        + "."
        + (mixed >>> 8 & 0xff)
        + "."
        + (1 + Integer.remainderUnsigned(mixed & 0xff, 254));
  }

  private static boolean isFree(String address, Pod pod) {
    try {
      tryToBind(address, pod);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void tryToBind(String address, Pod pod) throws IOException {
    for (Container container : pod.getSpec().getContainers()) {
      for (ContainerPort port : container.getPorts()) {
        try (ServerSocket socket = new ServerSocket()) {
          socket.bind(
              new InetSocketAddress(InetAddress.ofLiteral(address), port.getContainerPort()));
        }
      }
    }
  }
}
