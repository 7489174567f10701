package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Request;
import java.net.InetSocketAddress;
import java.util.List;

/** Tells several observers, in turn. */
public record Observers(List<ExchangeObserver> all) implements ExchangeObserver {
  public Observers {
    all = List.copyOf(all);
  }

  @Override
  public void started(Request request) {
    for (ExchangeObserver observer : all) {
      observer.started(request);
    }
  }

  @Override
  public void completed(Request request, int status, long bytes, long nanos) {
    for (ExchangeObserver observer : all) {
      observer.completed(request, status, bytes, nanos);
    }
  }

  @Override
  public void refused(InetSocketAddress remote, int status) {
    for (ExchangeObserver observer : all) {
      observer.refused(remote, status);
    }
  }
}
