package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Request;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Requests by group, method and status, named as in distribution. Each combination is looked up by
 * its labels once; after that a request costs array reads and additions.
 */
final class HttpMetrics implements ExchangeObserver {
  private static final String[] METHODS = {
    "get", "head", "post", "put", "patch", "delete", "options", "other"
  };
  private static final int[] REFUSALS = {400, 408, 414, 429, 431};
  private static final int STATUSES = 500;
  private static final double NANOS = 1e9;
  private static final int SMALLEST_BOUND = 1024;
  private static final int SIZE_BOUNDS = 22;

  private final Counter refused;
  private final Map<RequestGroup, Points> points = new EnumMap<>(RequestGroup.class);

  HttpMetrics(PrometheusRegistry registry) {
    Counter requests =
        Counter.builder()
            .name("registry_http_requests_total")
            .help("Requests answered.")
            .labelNames("code", "handler", "method")
            .register(registry);
    Histogram duration =
        Histogram.builder()
            .name("registry_http_request_duration_seconds")
            .help("From the header fields of a request to the end of its answer.")
            .labelNames("handler", "method")
            .classicOnly()
            .classicUpperBounds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 60)
            .register(registry);
    Histogram received = sizes(registry, "request", "Body bytes that requests announce.");
    Histogram sent = sizes(registry, "response", "Body bytes sent.");
    this.refused =
        Counter.builder()
            .name("registry_http_refused_total")
            .help("Requests that broke HTTP or a limit, by the status they got.")
            .labelNames("code")
            .register(registry);
    for (int status : REFUSALS) {
      refused.initLabelValues(Integer.toString(status));
    }
    Gauge running =
        Gauge.builder()
            .name("registry_http_in_flight_requests")
            .help("Requests under way.")
            .labelNames("handler")
            .register(registry);
    for (RequestGroup group : RequestGroup.values()) {
      DistributionDataPoint[] durations = new DistributionDataPoint[METHODS.length];
      for (int method = 0; method < METHODS.length; method++) {
        durations[method] = duration.labelValues(group.label(), METHODS[method]);
      }
      String label = group.label();
      Sizes bytes = new Sizes(received.labelValues(label), sent.labelValues(label));
      points.put(group, new Points(label, requests, durations, bytes, running.labelValues(label)));
    }
  }

  private static Histogram sizes(PrometheusRegistry registry, String what, String help) {
    return Histogram.builder()
        .name("registry_http_" + what + "_size_bytes")
        .help(help)
        .labelNames("handler")
        .classicOnly()
        .classicExponentialUpperBounds(SMALLEST_BOUND, 2, SIZE_BOUNDS)
        .register(registry);
  }

  @Override
  public void started(Request request) {
    points(request).inFlight.inc();
  }

  @Override
  public void completed(Request request, int status, long sent, long nanos) {
    Points group = points(request);
    int method = methodIndex(request.method());
    group.inFlight.dec();
    group.requests(method, status).inc();
    group.durations[method].observe(nanos / NANOS);
    group.sizes.received().observe((double) Math.max(0, request.body().length()));
    group.sizes.sent().observe((double) sent);
  }

  @Override
  public void refused(InetSocketAddress remote, int status) {
    refused.labelValues(Integer.toString(status)).inc();
  }

  private Points points(Request request) {
    return Objects.requireNonNull(points.get(RequestGroup.of(request.path())));
  }

  private record Sizes(DistributionDataPoint received, DistributionDataPoint sent) {}

  /** What one group counts. */
  private static final class Points {
    private final String label;
    private final Counter requests;
    private final AtomicReferenceArray<CounterDataPoint> found =
        new AtomicReferenceArray<>(METHODS.length * STATUSES);
    private final DistributionDataPoint[] durations;
    private final Sizes sizes;
    private final GaugeDataPoint inFlight;

    Points(
        String label,
        Counter requests,
        DistributionDataPoint[] durations,
        Sizes sizes,
        GaugeDataPoint inFlight) {
      this.label = label;
      this.requests = requests;
      this.durations = durations;
      this.sizes = sizes;
      this.inFlight = inFlight;
    }

    CounterDataPoint requests(int method, int status) {
      int index = method * STATUSES + Math.clamp(status - 100, 0, STATUSES - 1);
      CounterDataPoint point = found.get(index);
      if (point == null) {
        point = requests.labelValues(Integer.toString(status), label, METHODS[method]);
        found.set(index, point);
      }
      return point;
    }
  }

  private static int methodIndex(String method) {
    return switch (method) {
      case "GET" -> 0;
      case "HEAD" -> 1;
      case "POST" -> 2;
      case "PUT" -> 3;
      case "PATCH" -> 4;
      case "DELETE" -> 5;
      case "OPTIONS" -> 6;
      default -> 7;
    };
  }
}
