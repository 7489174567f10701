package dev.privateregistry.registry.app;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM once the program is stopping already, which the JVM itself ignores. The class that the
 * JDK has for signals is not part of its API, and is used only where it exists.
 */
final class TerminationSignal {
  private static final Logger LOG = LoggerFactory.getLogger(TerminationSignal.class);

  private TerminationSignal() {}

  /** Runs an action at each SIGTERM from now on. */
  static void onNext(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object acting =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), acting);
    } catch (ReflectiveOperationException | RuntimeException unavailable) {
      LOG.debug("a second signal does not end the waiting", unavailable);
    }
  }
}
