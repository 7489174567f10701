package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.FilesystemSpec;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PodOptions;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The registry's Deployment. On a volume that one node mounts, the pod is replaced, never doubled:
 * the second one would wait for the first one's volume. On a shared volume pods are replaced one
 * after the other while the others serve.
 *
 * <p>Certificates and the htpasswd file are reloaded by the running registry. Only a change of
 * config.yml changes the pod template, by {@link #CONFIG_FINGERPRINT}.
 */
public final class RegistryDeployment {
  /** How long a registry that is asked to stop may finish what it has begun. */
  public static final Duration DRAIN = Duration.ofSeconds(30);

  /** Annotation of the pod template: the fingerprint of the config.yml it was made for. */
  public static final String CONFIG_FINGERPRINT = "privateregistry.dev/config-fingerprint";

  /** The name of the container that runs the registry. */
  public static final String CONTAINER = "registry";

  /** The key of http.secret in {@link ChildNames#httpSecret()}. */
  public static final String HTTP_SECRET_KEY = "secret";

  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("100", "m"), "memory", new Quantity("128", "Mi"));
  private static final Map<String, Quantity> LIMITS = Map.of("memory", new Quantity("512", "Mi"));
  private static final long USER_ID = 65532;
  private static final int READABLE_BY_GROUP = 0440;

  private RegistryDeployment() {}

  /**
   * @param tlsSecret the kubernetes.io/tls Secret to serve from, when config says https
   * @param claim the claim that holds the images
   */
  public static Deployment of(
      PrivateRegistry resource, String image, ConfigYaml config, String tlsSecret, String claim) {
    return new DeploymentBuilder()
        .withMetadata(Ownership.metadata(resource, ChildNames.of(resource).registry()))
        .withNewSpec()
        .withReplicas(resource.getSpec().replicas())
        .withRevisionHistoryLimit(2)
        .withProgressDeadlineSeconds(600)
        .withStrategy(strategy(isShared(resource)))
        .withNewSelector()
        .withMatchLabels(PodSelector.of(resource))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Ownership.labels(resource))
        .withAnnotations(Map.of(CONFIG_FINGERPRINT, config.fingerprint()))
        .endMetadata()
        .withSpec(pod(resource, image, config.tls(), tlsSecret, claim))
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Whether the volume is one that several pods mount. */
  private static boolean isShared(PrivateRegistry resource) {
    FilesystemSpec filesystem = resource.getSpec().storage().filesystem();
    return resource.getSpec().replicas() > 1
        || (filesystem.existingClaim() == null
            && filesystem.accessModes().contains(FilesystemSpec.AccessMode.ReadWriteMany));
  }

  private static DeploymentStrategy strategy(boolean shared) {
    return shared
        ? new DeploymentStrategyBuilder()
            .withType("RollingUpdate")
            .withNewRollingUpdate()
            .withMaxSurge(new IntOrString(1))
            .withMaxUnavailable(new IntOrString(0))
            .endRollingUpdate()
            .build()
        : new DeploymentStrategyBuilder().withType("Recreate").build();
  }

  private static PodSpec pod(
      PrivateRegistry resource, String image, boolean tls, String tlsSecret, String claim) {
    PodOptions options = resource.getSpec().pod();
    return new PodSpecBuilder()
        .withServiceAccountName(ChildNames.of(resource).registry())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withRestartPolicy("Always")
        .withDnsPolicy("ClusterFirst")
        .withSchedulerName("default-scheduler")
        .withTerminationGracePeriodSeconds(DRAIN.toSeconds() + 15)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER_ID)
        .withRunAsGroup(USER_ID)
        .withFsGroup(USER_ID)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withNodeSelector(options.nodeSelector().isEmpty() ? null : options.nodeSelector())
        .withTolerations(options.tolerations())
        .withAffinity(options.affinity())
        .withTopologySpreadConstraints(PodSpread.of(resource, isShared(resource)))
        .withContainers(container(resource, image, tls))
        .withVolumes(volumes(ChildNames.of(resource), tls, tlsSecret, claim))
        .build();
  }

  private static Container container(PrivateRegistry resource, String image, boolean tls) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image)
        .withImagePullPolicy("IfNotPresent")
        .withArgs("serve", Mounts.CONFIG + "/" + ConfigYaml.FILE)
        .withEnv(httpSecret(ChildNames.of(resource)))
        .withPorts(port(Ports.REGISTRY_NAME, Ports.REGISTRY), port(Ports.DEBUG_NAME, Ports.DEBUG))
        .withStartupProbe(probe("/live", 1, 120))
        .withReadinessProbe(probe("/ready", 2, 2))
        .withLivenessProbe(probe("/live", 10, 6))
        .withNewResources()
        .withRequests(with(REQUESTS, resource.getSpec().pod().resources().requests()))
        .withLimits(with(LIMITS, resource.getSpec().pod().resources().limits()))
        .endResources()
        .withSecurityContext(confined())
        .withTerminationMessagePath("/dev/termination-log")
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(mounts(tls))
        .build();
  }

  private static Map<String, Quantity> with(
      Map<String, Quantity> defaults, Map<String, Quantity> given) {
    Map<String, Quantity> all = new TreeMap<>(defaults);
    all.putAll(given);
    return all;
  }

  private static EnvVar httpSecret(ChildNames names) {
    return new EnvVarBuilder()
        .withName("REGISTRY_HTTP_SECRET")
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(names.httpSecret())
        .withKey(HTTP_SECRET_KEY)
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }

  private static Probe probe(String path, int period, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString(Ports.DEBUG_NAME))
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(5)
        .withSuccessThreshold(1)
        .withFailureThreshold(failures)
        .build();
  }

  private static SecurityContext confined() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private static List<Volume> volumes(
      ChildNames names, boolean tls, String tlsSecret, String claim) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName("config")
            .withNewConfigMap()
            .withName(names.config())
            .withDefaultMode(0444)
            .endConfigMap()
            .build());
    volumes.add(secretVolume("auth", names.htpasswd()));
    if (tls) {
      volumes.add(secretVolume("tls", tlsSecret));
    }
    volumes.add(
        new VolumeBuilder()
            .withName("data")
            .withNewPersistentVolumeClaim()
            .withClaimName(claim)
            .endPersistentVolumeClaim()
            .build());
    volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    return volumes;
  }

  private static Volume secretVolume(String name, String secret) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret)
        .withDefaultMode(READABLE_BY_GROUP)
        .endSecret()
        .build();
  }

  private static List<VolumeMount> mounts(boolean tls) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(mount("config", Mounts.CONFIG, true));
    mounts.add(mount("auth", Mounts.AUTH, true));
    if (tls) {
      mounts.add(mount("tls", Mounts.TLS, true));
    }
    mounts.add(mount("data", Mounts.DATA, false));
    mounts.add(mount("tmp", "/tmp", false));
    return mounts;
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }
}
