package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.AccessControl;
import dev.privateregistry.registry.auth.AccessPolicy;
import dev.privateregistry.registry.auth.Authenticator;
import dev.privateregistry.registry.auth.CertificateAuthenticator;
import dev.privateregistry.registry.auth.GuardedAccess;
import dev.privateregistry.registry.auth.TokenEndpoint;
import dev.privateregistry.registry.config.AccessConfig;
import dev.privateregistry.registry.config.AuthConfig;
import dev.privateregistry.registry.config.Configuration;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.observe.ServerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Who may do what, as configured. */
record Authentication(AccessControl access, Login login, AccessPolicies policies)
    implements AutoCloseable {

  static Authentication open(Configuration config, PublicUrl url) throws StartFailure {
    AccessPolicies policies = AccessPolicies.open(config.access().rules(), withoutRules(config));
    try {
      Login login = login(config, policies.policy(), url);
      List<Authenticator> methods = new ArrayList<>(login.methods());
      config.access().certificateName().map(Authentication::certificates).ifPresent(methods::add);
      return new Authentication(
          new GuardedAccess(methods, policies.policy(), login.challenge()), login, policies);
    } catch (StartFailure e) {
      policies.close();
      throw e;
    }
  }

  private static Login login(Configuration config, Supplier<AccessPolicy> policy, PublicUrl url)
      throws StartFailure {
    return switch (config.auth()) {
      case AuthConfig.None none -> new NoLogin();
      case AuthConfig.Htpasswd htpasswd -> PasswordLogin.open(htpasswd, config, policy, url);
      case AuthConfig.Token token -> TokenLogin.open(token, url);
    };
  }

  private static Authenticator certificates(AccessConfig.CertificateName name) {
    return new CertificateAuthenticator(
        switch (name) {
          case CN -> CertificateAuthenticator.Name.COMMON_NAME;
          case DNS -> CertificateAuthenticator.Name.DNS;
          case EMAIL -> CertificateAuthenticator.Name.EMAIL;
          case URI -> CertificateAuthenticator.Name.URI;
        });
  }

  private static AccessPolicy withoutRules(Configuration config) {
    AccessPolicy users =
        config.access().rules() instanceof AccessConfig.NoRules(boolean pull) && pull
            ? AccessPolicy.ANYBODY_PULLS
            : AccessPolicy.USERS;
    return switch (config.auth()) {
      case AuthConfig.None none ->
          config.access().certificateName().isPresent() ? users : AccessPolicy.OPEN;
      case AuthConfig.Htpasswd htpasswd -> users;
      case AuthConfig.Token token -> AccessPolicy.CREDENTIAL_DECIDES;
    };
  }

  Optional<TokenEndpoint> tokens() {
    return login.tokens();
  }

  /** The files that are reloaded while the server runs. */
  List<ServerStatus.LoadedFile> files() {
    List<ServerStatus.LoadedFile> files = new ArrayList<>(login.files());
    policies
        .file()
        .ifPresent(
            file ->
                files.add(
                    LoadedFiles.describe(
                        "accessRules", file.state(), "rules", file.state().value().count())));
    return files;
  }

  @Override
  public void close() {
    policies.close();
    login.close();
  }
}
