package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.time.Duration;
import java.util.List;

/** The keys of {@code http.limits} and {@code http.timeouts}, which distribution does not have. */
final class LimitKeys {
  private static final int LONGEST_HEAD = 1024 * 1024;

  static final Key<Integer> HEAD_BYTES =
      count(
          "headbytes",
          1024,
          32 * 1024,
          "Bytes of the request line and all header fields; beyond: 431.");
  static final Key<Integer> TARGET_BYTES =
      count("targetbytes", 1024, 16 * 1024, "Bytes of a request's path and query; beyond: 414.");
  static final Key<Integer> HEADERS =
      count("headers", 16, 128, "Header fields of a request; beyond: 431.");
  static final Key<Integer> CONNECTIONS =
      count("connections", 1, 16_384, "Open connections; more are closed on arrival.");
  static final Key<Integer> REQUESTS_PER_CLIENT =
      count(
          "requestsperclient",
          0,
          0,
          "Requests of one client that may run at the same time; beyond: 429. A client is an address,"
              + " or a /64 network of IPv6; behind `http.trustedproxies` it is who they say. 0 sets"
              + " no limit.");
  static final Key<Integer> BODY_RATE =
      count(
          "bodyrate",
          0,
          256,
          "Bytes per second that a client must send of a body while it is waited for, averaged over"
              + " `http.timeouts.body`; slower: 408. 0 allows any rate.");
  static final Key<Integer> STREAMS =
      count("http2.streams", 1, 128, "Requests at the same time on one HTTP/2 connection.");
  static final Key<Integer> RESETS =
      count(
          "http2.resets",
          1,
          200,
          "Requests that may be broken off on one HTTP/2 connection in 30 s; beyond, it ends.");
  static final Key<Integer> CONTROL_FRAMES =
      count(
          "http2.controlframes",
          100,
          3000,
          "Frames without a request (SETTINGS, PING, …) on one HTTP/2 connection in 30 s; beyond, it"
              + " ends.");

  static final Key<Duration> HANDSHAKE =
      timeout("handshake", 10, "How long a TLS handshake may take.");
  static final Key<Duration> HEAD =
      timeout("head", 15, "From the first byte of a request to the end of its head; later: 408.");
  static final Key<Duration> BODY =
      timeout("body", 60, "How long no byte of an awaited body may come in; longer: 408.");
  static final Key<Duration> ANSWER =
      timeout("answer", 60, "How long a client may take nothing of an answer; longer: cut off.");
  static final Key<Duration> IDLE =
      timeout("idle", 180, "How long a connection stays open without a request.");

  static final List<Key<?>> ALL =
      List.of(
          HEAD_BYTES,
          TARGET_BYTES,
          HEADERS,
          CONNECTIONS,
          REQUESTS_PER_CLIENT,
          BODY_RATE,
          STREAMS,
          RESETS,
          CONTROL_FRAMES,
          HANDSHAKE,
          HEAD,
          BODY,
          ANSWER,
          IDLE);

  private LimitKeys() {}

  private static Key<Integer> count(String name, int least, int fallback, String meaning) {
    return optional(
        "http.limits." + name, KeyType.count(least), fallback, Integer.toString(fallback), meaning);
  }

  private static Key<Duration> timeout(String name, int seconds, String meaning) {
    return optional(
        "http.timeouts." + name,
        KeyType.duration(),
        Duration.ofSeconds(seconds),
        seconds + "s",
        meaning);
  }

  static LimitsConfig read(Values values) {
    return new LimitsConfig(
        new LimitsConfig.Clients(
            values.get(CONNECTIONS), values.get(REQUESTS_PER_CLIENT), values.get(BODY_RATE)),
        head(values),
        http2(values),
        timeouts(values));
  }

  private static LimitsConfig.Head head(Values values) {
    int head = values.get(HEAD_BYTES);
    int target = values.get(TARGET_BYTES);
    if (head > LONGEST_HEAD) {
      values.problem(HEAD_BYTES.path() + " must be at most " + LONGEST_HEAD);
    }
    if (target > head) {
      values.problem(
          "%s is %d, more than %s with %d; a target is part of the head"
              .formatted(TARGET_BYTES.path(), target, HEAD_BYTES.path(), head));
    }
    return new LimitsConfig.Head(head, target, values.get(HEADERS));
  }

  private static LimitsConfig.Http2 http2(Values values) {
    return new LimitsConfig.Http2(
        values.get(STREAMS), values.get(RESETS), values.get(CONTROL_FRAMES));
  }

  private static LimitsConfig.Timeouts timeouts(Values values) {
    return new LimitsConfig.Timeouts(
        wait(values, HANDSHAKE),
        wait(values, HEAD),
        wait(values, BODY),
        wait(values, ANSWER),
        wait(values, IDLE));
  }

  private static Duration wait(Values values, Key<Duration> key) {
    Duration wait = values.get(key);
    if (wait.compareTo(Duration.ofMillis(100)) < 0) {
      values.problem(key.path() + " must be at least 100ms; write it like " + key.fallbackText());
    }
    return wait;
  }
}
