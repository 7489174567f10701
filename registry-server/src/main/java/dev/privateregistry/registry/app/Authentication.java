package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.AccessControl;
import dev.privateregistry.registry.auth.AccessTokens;
import dev.privateregistry.registry.auth.AnonymousPullAccess;
import dev.privateregistry.registry.auth.Htpasswd;
import dev.privateregistry.registry.auth.OpenAccess;
import dev.privateregistry.registry.auth.Passwords;
import dev.privateregistry.registry.auth.TokenEndpoint;
import dev.privateregistry.registry.auth.UserAccess;
import dev.privateregistry.registry.config.AuthConfig;
import dev.privateregistry.registry.config.Configuration;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.observe.ServerStatus;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what, as configured.
 *
 * @param tokens gives out tokens, when anybody may pull
 * @param users the htpasswd file and what verifies its passwords, when there is one
 */
record Authentication(AccessControl access, Optional<TokenEndpoint> tokens, Optional<Users> users)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

  /** The users of an htpasswd file. */
  record Users(HotFile<Htpasswd> file, Passwords passwords) {
    ServerStatus.Users status() {
      HotFile.State<Htpasswd> state = file.state();
      return new ServerStatus.Users(
          state.fingerprint(), state.value().users().size(), state.loadedAt(), state.error());
    }
  }

  static Authentication open(Configuration config, PublicUrl url) throws StartFailure {
    return switch (config.auth()) {
      case AuthConfig.None none ->
          new Authentication(new OpenAccess(), Optional.empty(), Optional.empty());
      case AuthConfig.Htpasswd(String realm, Path path) -> {
        HotFile<Htpasswd> file = openFile(path);
        Passwords passwords = new Passwords(file::value);
        Optional<Users> users = Optional.of(new Users(file, passwords));
        if (!config.access().anonymousPull()) {
          yield new Authentication(new UserAccess(passwords, realm), Optional.empty(), users);
        }
        AccessTokens tokens =
            config
                .http()
                .secret()
                .map(secret -> AccessTokens.shared(secret.reveal(), file::value))
                .orElseGet(() -> AccessTokens.ofThisProcess(file::value));
        yield new Authentication(
            new AnonymousPullAccess(passwords, tokens, url),
            Optional.of(new TokenEndpoint(passwords, tokens, realm)),
            users);
      }
    };
  }

  private static HotFile<Htpasswd> openFile(Path path) throws StartFailure {
    try {
      return HotFile.open(path, Authentication::parse);
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
  public void close() {
    users.ifPresent(
        in -> {
          in.file().close();
          in.passwords().close();
        });
  }
}
