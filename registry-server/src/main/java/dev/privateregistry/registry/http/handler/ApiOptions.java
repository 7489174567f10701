package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.catalog.PushRules;
import dev.privateregistry.registry.error.Dialect;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.PublicUrl;

/**
 * How the API behaves.
 *
 * @param mutations what may be changed
 * @param publicUrl how Location fields are made
 * @param wording what every answer has in common
 * @param secret signs the state of uploads ({@code http.secret}); the same for all replicas
 * @param limits bounds on answers and memory
 */
public record ApiOptions(
    Mutations mutations, PublicUrl publicUrl, Wording wording, UploadSecret secret, Limits limits) {

  /**
   * @param extraHeaders fields added to every answer ({@code http.headers})
   * @param dialect the version of distribution to answer like ({@code compatibility})
   */
  public record Wording(Headers extraHeaders, Dialect dialect) {
    public static final Wording DEFAULT = new Wording(Headers.none(), Dialect.REGISTRY_3);
  }

  /**
   * @param deleteEnabled {@code storage.delete.enabled}
   * @param readOnly {@code storage.maintenance.readonly.enabled}
   */
  public record Mutations(boolean deleteEnabled, boolean readOnly) {}

  /**
   * @param catalogEntries most entries in one page of the catalog
   * @param tagEntries most entries in one page of tags
   * @param cacheBytes memory for manifests and small blobs
   * @param push what a manifest must be like to be stored
   */
  public record Limits(int catalogEntries, int tagEntries, long cacheBytes, PushRules push) {
    public static final Limits DEFAULT = new Limits(1000, 1000, 64L << 20, PushRules.DEFAULT);

    public Limits {
      if (catalogEntries < 1 || tagEntries < 1 || cacheBytes < 0) {
        throw new IllegalArgumentException("limits must be positive");
      }
    }
  }

  /** The defaults of distribution: no deletion, a secret of this process. */
  public static ApiOptions defaults() {
    return new ApiOptions(
        new Mutations(false, false),
        PublicUrl.DEFAULT,
        Wording.DEFAULT,
        UploadSecret.random(),
        Limits.DEFAULT);
  }
}
