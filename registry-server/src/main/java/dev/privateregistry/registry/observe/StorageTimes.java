package dev.privateregistry.registry.observe;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Measures calls of a storage driver, with distribution's names and buckets. */
final class StorageTimes implements StorageAction.Observer {
  private static final double NANOS = 1e9;

  private final Map<StorageAction, DistributionDataPoint> seconds =
      new EnumMap<>(StorageAction.class);

  StorageTimes(PrometheusRegistry registry, String driver) {
    Histogram all =
        Histogram.builder()
            .name("registry_storage_action_seconds")
            .help("Time that calls of the storage driver take.")
            .labelNames("action", "driver")
            .classicOnly()
            .classicUpperBounds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
            .register(registry);
    for (StorageAction action : StorageAction.values()) {
      seconds.put(action, all.labelValues(action.label(), driver));
    }
  }

  @Override
  public StorageAction.Running begin(StorageAction action, String path) {
    DistributionDataPoint point = Objects.requireNonNull(seconds.get(action));
    long start = System.nanoTime();
    return failed -> point.observe((System.nanoTime() - start) / NANOS);
  }
}
