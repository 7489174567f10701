package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.AccessControl;
import dev.privateregistry.registry.catalog.ImageClasses;
import dev.privateregistry.registry.catalog.PushRules;
import dev.privateregistry.registry.catalog.RequiredContent;
import dev.privateregistry.registry.catalog.UrlRules;
import dev.privateregistry.registry.config.ApiConfig;
import dev.privateregistry.registry.config.Configuration;
import dev.privateregistry.registry.config.HttpConfig;
import dev.privateregistry.registry.config.ValidationConfig;
import dev.privateregistry.registry.domain.Platform;
import dev.privateregistry.registry.error.Dialect;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.TrustedProxies;
import dev.privateregistry.registry.http.handler.ApiOptions;
import dev.privateregistry.registry.http.handler.RegistryApi;
import dev.privateregistry.registry.http.handler.UploadSecret;
import dev.privateregistry.registry.notification.ContentListener;
import dev.privateregistry.registry.storage.StorageDriver;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From the configuration to the registry's API. */
final class ApiWiring {
  private ApiWiring() {}

  static RegistryApi api(
      StorageDriver driver, AccessControl access, Configuration config, ContentListener listener) {
    return new RegistryApi(driver, access, options(config), listener);
  }

  static PublicUrl publicUrl(Configuration config) {
    HttpConfig.Urls urls = config.http().urls();
    return new PublicUrl(
        urls.host().map(URI::toString).orElse(null),
        urls.prefix(),
        urls.relative(),
        proxies(config));
  }

  static TrustedProxies proxies(Configuration config) {
    return new TrustedProxies(
        config
            .http()
            .trustedProxies()
            .map(
                ranges ->
                    ranges.stream()
                        .map(range -> new TrustedProxies.Range(range.network(), range.bits()))
                        .toList()));
  }

  private static ApiOptions options(Configuration config) {
    return new ApiOptions(
        new ApiOptions.Mutations(config.storage().delete(), config.storage().readOnly()),
        publicUrl(config),
        new ApiOptions.Wording(headers(config), dialect(config.api().compatibility())),
        config
            .http()
            .secret()
            .map(secret -> UploadSecret.of(secret.reveal()))
            .orElseGet(UploadSecret::random),
        limits(config.api()));
  }

  private static Dialect dialect(ApiConfig.Compatibility compatibility) {
    return switch (compatibility) {
      case REGISTRY2 -> Dialect.REGISTRY_2;
      case REGISTRY3 -> Dialect.REGISTRY_3;
    };
  }

  private static ApiOptions.Limits limits(ApiConfig api) {
    return new ApiOptions.Limits(
        api.catalogEntries(),
        api.tags(),
        ApiOptions.Limits.DEFAULT.cacheBytes(),
        pushRules(api.validation()));
  }

  private static PushRules pushRules(ValidationConfig config) {
    RequiredContent.Manifests manifests =
        switch (config.indexes()) {
          case ValidationConfig.Indexes.All all -> new RequiredContent.Manifests.All();
          case ValidationConfig.Indexes.None none -> new RequiredContent.Manifests.None();
          case ValidationConfig.Indexes.For some ->
              new RequiredContent.Manifests.For(
                  some.platforms().stream()
                      .map(each -> new Platform(each.architecture(), each.os()))
                      .collect(Collectors.toSet()));
        };
    return new PushRules(
        new RequiredContent(manifests, config.completeImages()),
        new UrlRules(patterns(config.urls().allow()), patterns(config.urls().deny())),
        new ImageClasses(config.classes()));
  }

  private static List<Pattern> patterns(List<String> expressions) {
    return expressions.stream().map(Pattern::compile).toList();
  }

  private static Headers headers(Configuration config) {
    Headers headers = Headers.none();
    for (var field : config.http().headers().entrySet()) {
      for (String value : field.getValue()) {
        headers = headers.and(field.getKey(), value);
      }
    }
    return headers;
  }
}
