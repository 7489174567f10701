package dev.privateregistry.registry.observe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Fails while a HEAD request there is answered with another status, or not at all. */
public final class HttpProbe implements HealthCheck.Probe {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final HttpRequest request;
  private final int status;

  /**
   * Asks this.
   *
   * @param headers of the request; secret
   * @param timeout zero for none of its own
   */
  public HttpProbe(URI uri, Map<String, List<String>> headers, int status, Duration timeout) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri).HEAD();
    headers.forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    if (timeout.isPositive()) {
      builder.timeout(timeout);
    }
    this.request = builder.build();
    this.status = status;
  }

  @Override
  public void check() throws IOException {
    int got;
    try {
      got = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new IOException(request.uri() + ": error while checking: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the registry stops", e);
    }
    if (got != status) {
      throw new IOException(
          request.uri() + ": downstream service returned unexpected status: " + got);
    }
  }
}
