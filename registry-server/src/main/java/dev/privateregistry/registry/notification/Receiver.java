package dev.privateregistry.registry.notification;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts events to one endpoint. Redirects are not followed: an endpoint could otherwise send the
 * registry, with the headers it was given, to any address that the registry can reach.
 */
final class Receiver implements AutoCloseable {
  private final Endpoint endpoint;
  private final EndpointCounters counters;
  private final HttpClient client;
  private final HttpRequest.Builder template;

  Receiver(Endpoint endpoint, EndpointCounters counters, String userAgent) {
    this.endpoint = endpoint;
    this.counters = counters;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(endpoint.patience().timeout())
            .build();
    this.template =
        HttpRequest.newBuilder(withoutUser(endpoint.url()))
            .header("Content-Type", EventJson.MEDIA_TYPE)
            .header("User-Agent", userAgent);
    String user = endpoint.url().getUserInfo();
    if (user != null) {
      byte[] pair = user.getBytes(StandardCharsets.UTF_8);
      template.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    endpoint
        .headers()
        .forEach((name, values) -> values.forEach(value -> template.header(name, value)));
  }

  private static URI withoutUser(URI url) {
    String user = url.getRawUserInfo();
    return user == null ? url : URI.create(url.toString().replace("//" + user + "@", "//"));
  }

  /** What came of one try. */
  sealed interface Outcome {
    /** The receiver has it. */
    record Accepted() implements Outcome {}

    /** It does not, for this reason. */
    record Failed(String reason) implements Outcome {}
  }

  /** Tries once, for as long as the endpoint's timeout allows. */
  Outcome post(byte[] envelope) {
    HttpRequest request =
        template.copy().POST(HttpRequest.BodyPublishers.ofByteArray(envelope)).build();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      HttpResponse<Void> response =
          answer.get(endpoint.patience().timeout().toMillis(), TimeUnit.MILLISECONDS);
      return judge(response);
    } catch (ExecutionException e) {
      counters.errors().increment();
      return new Outcome.Failed(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      counters.errors().increment();
      return new Outcome.Failed(
          "no answer within " + endpoint.patience().timeout().toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("the registry stops");
    } finally {
      answer.cancel(true);
    }
  }

  private Outcome judge(HttpResponse<Void> response) {
    int status = response.statusCode();
    boolean accepted = status >= 200 && status < 300;
    counters.answered(status, accepted);
    if (accepted) {
      return new Outcome.Accepted();
    }
    return new Outcome.Failed(
        status >= 300 && status < 400
            ? "it answers " + status + ", and redirects are not followed: name the final URL"
            : "it answers " + status);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
