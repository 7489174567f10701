package dev.privateregistry.operator.decide;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pod of the registry was seen to do.
 *
 * @param name the name of the pod
 * @param ready whether it receives requests: its Ready condition
 * @param terminating whether it is being deleted
 * @param answer what it says when it is asked
 */
public record PodReport(String name, boolean ready, boolean terminating, Answer answer) {

  /** What a pod said, or why it said nothing. */
  public sealed interface Answer {}

  /**
   * What the pod has in force, from its status endpoint and from a TLS handshake with it.
   *
   * @param version the version of the server
   * @param files which files it has in force
   * @param servedSerial the serial number of the certificate that a TLS handshake showed, in
   *     lower-case hexadecimal; null when the pod speaks plain http
   * @param complaints what it says is wrong with the files it was given
   */
  public record Loaded(
      String version, Files files, @Nullable String servedSerial, List<String> complaints)
      implements Answer {

    public Loaded {
      complaints = List.copyOf(complaints);
    }
  }

  /**
   * The files in force, each as the SHA-256 of its content in hexadecimal; null for one that the
   * pod does not use or does not tell of.
   */
  public record Files(
      @Nullable String htpasswd, @Nullable String accessRules, @Nullable String config) {}

  /** It could not be asked. */
  public record Unreachable(String reason) implements Answer {}
}
