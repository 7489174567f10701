package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import io.netty.channel.Channel;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** What the connections of one server share. */
final class Serving {
  private final Handler handler;
  private final ExchangeObserver observer;
  private final ServerLimits limits;
  private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger active = new AtomicInteger();
  private final FastThreadLocal<LoopScratch> scratch = new FastThreadLocal<>();
  private final Semaphore mappedFiles = new Semaphore(MappedFile.AT_ONCE);
  private final BodyMemory bodyMemory = new BodyMemory();
  private volatile boolean draining;

  Serving(Handler handler, ExchangeObserver observer, ServerLimits limits) {
    this.handler = handler;
    this.observer = observer;
    this.limits = limits;
  }

  Handler handler() {
    return handler;
  }

  ExchangeObserver observer() {
    return observer;
  }

  ServerLimits limits() {
    return limits;
  }

  Timeouts timeouts() {
    return limits.timeouts();
  }

  Set<Channel> connections() {
    return connections;
  }

  /** The number of exchanges begun and not yet over. */
  AtomicInteger active() {
    return active;
  }

  /** A permit for each answer that may be sent from mapped memory. */
  Semaphore mappedFiles() {
    return mappedFiles;
  }

  BodyMemory bodyMemory() {
    return bodyMemory;
  }

  /** An empty queue for the body of a request of this length, -1 when that is unknown. */
  BodyQueue newBody(long length) {
    return new BodyQueue(length, limits.bodyPace(), bodyMemory);
  }

  boolean isDraining() {
    return draining;
  }

  void startDraining() {
    draining = true;
  }

  /** What the connections of the calling event loop share. */
  LoopScratch scratch() {
    LoopScratch mine = scratch.get();
    if (mine == null) {
      mine = new LoopScratch(limits.request().headBytes());
      scratch.set(mine);
    }
    return mine;
  }
}
