package dev.privateregistry.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.LinkedHashSet;
import java.util.Set;

/** One private container registry: the server, its certificate, its users, its exposure. */
@Group(PrivateRegistry.GROUP)
@Version("v1alpha1")
@Kind("PrivateRegistry")
@Singular("privateregistry")
@Plural("privateregistries")
@ShortNames("preg")
@AdditionalPrinterColumn(name = "URL", jsonPath = ".status.url")
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "CERTIFICATE", jsonPath = ".status.certificate.notAfter")
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
    value =
        "size(self.metadata.name) <= 52 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name becomes the name of a Service: use at most 52 lower-case letters, digits"
            + " and '-', beginning with a letter")
public final class PrivateRegistry
    extends CustomResource<PrivateRegistrySpec, PrivateRegistryStatus> implements Namespaced {

  private static final long serialVersionUID = 1L;

  /** The API group, and the prefix of every annotation and label of ours. */
  public static final String GROUP = "privateregistry.dev";

  /** With value {@code "true"}: the operator writes nothing until it is removed. */
  public static final String PAUSE_ANNOTATION = GROUP + "/pause";

  /** Any new value starts one rotation of every user's password. */
  public static final String ROTATE_CREDENTIALS_ANNOTATION = GROUP + "/rotate-credentials";

  /** Any new value starts one renewal of the certificate. */
  public static final String RENEW_CERTIFICATE_ANNOTATION = GROUP + "/renew-certificate";

  /**
   * On a pod, by a node that has no mount namespaces: with value {@code "true"} the paths in its
   * config.yml are those of the node, so that the file is not the one in the ConfigMap.
   */
  public static final String TRANSLATED_ANNOTATION = GROUP + "/translated-paths";

  /** The names of the Secrets in its namespace that others write and that it is made from. */
  public Set<String> referencedSecrets() {
    Set<String> names = new LinkedHashSet<>(getSpec().referencedSecrets());
    if (getSpec().tls().certManager() != null) {
      names.add(ChildNames.of(this).certManagerSecret());
    }
    return names;
  }

  @Override
  protected PrivateRegistrySpec initSpec() {
    return PrivateRegistrySpec.EMPTY;
  }
}
