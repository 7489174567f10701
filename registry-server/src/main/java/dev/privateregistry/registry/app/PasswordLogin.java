package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.AccessPolicy;
import dev.privateregistry.registry.auth.AccessTokens;
import dev.privateregistry.registry.auth.Authenticator;
import dev.privateregistry.registry.auth.Challenge;
import dev.privateregistry.registry.auth.FailedLogins;
import dev.privateregistry.registry.auth.Htpasswd;
import dev.privateregistry.registry.auth.OwnTokenChallenge;
import dev.privateregistry.registry.auth.PasswordAuthenticator;
import dev.privateregistry.registry.auth.Passwords;
import dev.privateregistry.registry.auth.TokenEndpoint;
import dev.privateregistry.registry.config.AccessConfig;
import dev.privateregistry.registry.config.AuthConfig;
import dev.privateregistry.registry.config.Configuration;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.observe.ServerStatus;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of an htpasswd file. */
record PasswordLogin(
    HotFile<Htpasswd> file,
    Passwords passwords,
    List<Authenticator> methods,
    Challenge challenge,
    Optional<TokenEndpoint> tokens)
    implements Login {
  private static final Logger LOG = LoggerFactory.getLogger(PasswordLogin.class);

  static PasswordLogin open(
      AuthConfig.Htpasswd htpasswd,
      Configuration config,
      Supplier<AccessPolicy> policy,
      PublicUrl url)
      throws StartFailure {
    HotFile<Htpasswd> file = openFile(htpasswd.path());
    AccessConfig.FailedLogins limits = config.access().failedLogins();
    Passwords passwords =
        new Passwords(
            file::value,
            new FailedLogins(
                new FailedLogins.Limits(
                    limits.perUser(), limits.perAddress(), limits.perPair(), limits.period())),
            url.proxies());
    Optional<AccessTokens> tokens =
        config.access().rules() instanceof AccessConfig.NoRules(boolean pull) && !pull
            ? Optional.empty()
            : Optional.of(tokens(config, file));
    return new PasswordLogin(
        file,
        passwords,
        List.of(new PasswordAuthenticator(passwords, tokens.orElse(null))),
        new OwnTokenChallenge(() -> policy.get().opensToStrangers(), htpasswd.realm(), url),
        tokens.map(given -> new TokenEndpoint(passwords, given, htpasswd.realm())));
  }

  private static AccessTokens tokens(Configuration config, HotFile<Htpasswd> file) {
    return config
        .http()
        .secret()
        .map(secret -> AccessTokens.shared(secret.reveal(), file::value))
        .orElseGet(() -> AccessTokens.ofThisProcess(file::value));
  }

  private static HotFile<Htpasswd> openFile(Path path) throws StartFailure {
    try {
      return HotFile.open(path, PasswordLogin::parse);
    } catch (IOException e) {
      throw new StartFailure(
          "auth.htpasswd.path: %s: %s; make it with: registry-server htpasswd USER > %s"
              .formatted(path, HotFile.describe(e), path));
    } catch (IllegalArgumentException e) {
      throw new StartFailure("auth.htpasswd.path: " + path + ": " + e.getMessage());
    }
  }

  private static Htpasswd parse(byte[] content) {
    Htpasswd users = Htpasswd.parse(content);
    users.notes().forEach(note -> LOG.warn("htpasswd: {}", note));
    if (users.users().isEmpty()) {
      LOG.warn("the htpasswd file holds no user: nobody can log in");
    }
    return users;
  }

  @Override
  public List<ServerStatus.LoadedFile> files() {
    HotFile.State<Htpasswd> state = file.state();
    return List.of(LoadedFiles.describe("htpasswd", state, "users", state.value().users().size()));
  }

  @Override
  public void close() {
    file.close();
    passwords.close();
  }
}
