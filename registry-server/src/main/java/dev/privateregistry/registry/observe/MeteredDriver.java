package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StoredFile;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures each call of a driver, under the names that distribution gives the same actions. */
final class MeteredDriver implements StorageDriver {
  private static final double NANOS = 1e9;

  private final StorageDriver driver;
  private final DistributionDataPoint stat;
  private final DistributionDataPoint getContent;
  private final DistributionDataPoint reader;
  private final DistributionDataPoint putContent;
  private final DistributionDataPoint writer;
  private final DistributionDataPoint move;
  private final DistributionDataPoint delete;
  private final DistributionDataPoint list;

  /**
   * Measures this driver.
   *
   * @param seconds with the labels action and driver
   * @param name what the label driver holds
   */
  MeteredDriver(StorageDriver driver, Histogram seconds, String name) {
    this.driver = driver;
    this.stat = seconds.labelValues("Stat", name);
    this.getContent = seconds.labelValues("GetContent", name);
    this.reader = seconds.labelValues("Reader", name);
    this.putContent = seconds.labelValues("PutContent", name);
    this.writer = seconds.labelValues("Writer", name);
    this.move = seconds.labelValues("Move", name);
    this.delete = seconds.labelValues("Delete", name);
    this.list = seconds.labelValues("List", name);
  }

  private static void observe(DistributionDataPoint action, long start) {
    action.observe((System.nanoTime() - start) / NANOS);
  }

  @Override
  public long size(String path) throws IOException {
    long start = System.nanoTime();
    try {
      return driver.size(path);
    } finally {
      observe(stat, start);
    }
  }

  @Override
  public byte @Nullable [] read(String path, int limit) throws IOException {
    long start = System.nanoTime();
    try {
      return driver.read(path, limit);
    } finally {
      observe(getContent, start);
    }
  }

  @Override
  public @Nullable StoredFile open(String path) throws IOException {
    long start = System.nanoTime();
    try {
      return driver.open(path);
    } finally {
      observe(reader, start);
    }
  }

  @Override
  public void write(String path, byte[] content, Durability durability) throws IOException {
    long start = System.nanoTime();
    try {
      driver.write(path, content, durability);
    } finally {
      observe(putContent, start);
    }
  }

  @Override
  public AppendFile append(String path) throws IOException {
    long start = System.nanoTime();
    try {
      return driver.append(path);
    } finally {
      observe(writer, start);
    }
  }

  @Override
  public void move(String from, String to) throws IOException {
    long start = System.nanoTime();
    try {
      driver.move(from, to);
    } finally {
      observe(move, start);
    }
  }

  @Override
  public boolean delete(String path, Durability durability) throws IOException {
    long start = System.nanoTime();
    try {
      return driver.delete(path, durability);
    } finally {
      observe(delete, start);
    }
  }

  @Override
  public List<String> list(String path) throws IOException {
    long start = System.nanoTime();
    try {
      return driver.list(path);
    } finally {
      observe(list, start);
    }
  }

  @Override
  public @Nullable Instant modified(String path) throws IOException {
    long start = System.nanoTime();
    try {
      return driver.modified(path);
    } finally {
      observe(stat, start);
    }
  }

  @Override
  public List<String> temporaries(String path) throws IOException {
    long start = System.nanoTime();
    try {
      return driver.temporaries(path);
    } finally {
      observe(list, start);
    }
  }
}
