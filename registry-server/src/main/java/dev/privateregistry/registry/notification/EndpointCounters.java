package dev.privateregistry.registry.notification;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has become of the events for one receiver.
 *
 * @param events taken in
 * @param successes delivered
 * @param failures tries that were answered with another status than 2xx
 * @param errors tries without an answer
 * @param lost events that were given up because the queue was full or could not be written
 * @param statuses answers by status
 */
public record EndpointCounters(
    LongAdder events,
    LongAdder successes,
    LongAdder failures,
    LongAdder errors,
    LongAdder lost,
    Map<Integer, LongAdder> statuses) {
  EndpointCounters() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new ConcurrentSkipListMap<>());
  }

  void answered(int status, boolean accepted) {
    statuses.computeIfAbsent(status, key -> new LongAdder()).increment();
    (accepted ? successes : failures).increment();
  }
}
