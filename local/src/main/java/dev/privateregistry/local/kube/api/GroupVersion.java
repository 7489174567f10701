package dev.privateregistry.local.kube.api;

/** An API group, empty for the core group, and one of its versions. */
public record GroupVersion(String group, String version) {
  /** Reads {@code v1} or {@code apps/v1}. */
  public static GroupVersion parse(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new GroupVersion("", apiVersion)
        : new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
  }

  public boolean core() {
    return group.isEmpty();
  }

  /** As it stands in an object's {@code apiVersion}. */
  public String apiVersion() {
    return core() ? version : group + "/" + version;
  }

  /** The first part of every path of this version, without a slash at either end. */
  public String path() {
    return core() ? "api/" + version : "apis/" + apiVersion();
  }
}
