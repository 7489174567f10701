package dev.privateregistry.registry.http.netty;

import java.time.Duration;

/**
 * What one HTTP/2 connection may do. Beyond the limits for a {@link #WINDOW} it ends with
 * ENHANCE_YOUR_CALM.
 *
 * @param streams concurrent requests
 * @param resets requests broken off in a window, by the client or for its mistakes
 * @param controlFrames frames in a window that are not part of a request: SETTINGS, PING, PRIORITY
 *     and unknown ones; WINDOW_UPDATE counts when it does not follow from what was sent
 */
public record Http2Limits(int streams, int resets, int controlFrames) {
  static final Duration WINDOW = Duration.ofSeconds(30);

  public Http2Limits {
    if (streams < 1 || resets < 1 || controlFrames < 1) {
      throw new IllegalArgumentException(
          streams + " streams, " + resets + " resets, " + controlFrames + " control frames");
    }
  }

  public static Http2Limits defaults() {
    return new Http2Limits(128, 200, 3_000);
  }
}
