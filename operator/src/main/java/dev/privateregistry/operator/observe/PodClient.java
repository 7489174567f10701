package dev.privateregistry.operator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.decide.PodReport.Answer;
import dev.privateregistry.operator.decide.PodReport.Files;
import dev.privateregistry.operator.decide.PodReport.Loaded;
import dev.privateregistry.operator.decide.PodReport.Unreachable;
import dev.privateregistry.operator.desired.Ports;
import dev.privateregistry.operator.observe.PodInterview.PodQuestion;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks one registry pod, by its address: its status endpoint for what it has loaded, a TLS
 * handshake for the certificate that it really serves. A wrong or late answer is no answer.
 */
public final class PodClient implements PodQuestion, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCESS_RULES = "accessRules";
  private static final int LARGEST_STATUS = 64 * 1024;

  private final Duration patience;
  private final HttpClient http;

  /**
   * @param patience how long each of the two questions may take
   */
  public PodClient(Duration patience) {
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public Answer ask(Pod pod, boolean tls) {
    String address = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (address == null || address.isEmpty()) {
      return new Unreachable("it has no address yet");
    }
    try {
      JsonNode status = status(address, port(pod, Ports.DEBUG_NAME, Ports.DEBUG));
      String serial =
          tls
              ? ServedCertificate.serial(
                  address, port(pod, Ports.REGISTRY_NAME, Ports.REGISTRY), patience)
              : null;
      return new Loaded(
          status.path("version").asText(""),
          new Files(
              fingerprint(status, "htpasswd"),
              fingerprint(status, ACCESS_RULES),
              isTranslated(pod) ? null : fingerprint(status, "config")),
          serial,
          complaints(status));
    } catch (IOException e) {
      return new Unreachable(reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unreachable("interrupted");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private JsonNode status(String address, int port) throws IOException, InterruptedException {
    String host = address.contains(":") ? "[" + address + "]" : address;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/status"))
            .timeout(patience)
            .build();
    HttpResponse<byte[]> response =
        http.send(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), LARGEST_STATUS));
    if (response.statusCode() != 200) {
      throw new IOException("its status endpoint answers " + response.statusCode());
    }
    JsonNode status = JSON.readTree(response.body());
    if (!status.isObject()) {
      throw new IOException("its status endpoint does not answer with a status");
    }
    return status;
  }

  private static List<String> complaints(JsonNode status) {
    List<String> complaints = new ArrayList<>();
    for (String part : List.of("certificate", "htpasswd", ACCESS_RULES, "config")) {
      String error = text(status.path(part).path("error"));
      if (error != null) {
        complaints.add(part + ": " + error);
      }
    }
    return complaints;
  }

  private static boolean isTranslated(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations != null
        && "true".equals(annotations.get(PrivateRegistry.TRANSLATED_ANNOTATION));
  }

  private static @Nullable String fingerprint(JsonNode status, String file) {
    return text(status.path(file).path("fingerprint"));
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.asText().isEmpty() ? node.asText() : null;
  }

  private static int port(Pod pod, String name, int usual) {
    for (Container container : pod.getSpec().getContainers()) {
      for (ContainerPort port : container.getPorts()) {
        if (name.equals(port.getName())) {
          return port.getContainerPort();
        }
      }
    }
    return usual;
  }

  private static String reason(IOException e) {
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e instanceof ConnectException
        ? "it does not accept connections"
        : e.getClass().getSimpleName();
  }
}
