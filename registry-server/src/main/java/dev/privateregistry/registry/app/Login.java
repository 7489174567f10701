package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.Authenticator;
import dev.privateregistry.registry.auth.Challenge;
import dev.privateregistry.registry.auth.TokenEndpoint;
import dev.privateregistry.registry.observe.ServerStatus;
import java.util.List;
import java.util.Optional;

/** How users log in with a request, as configured. */
sealed interface Login extends AutoCloseable permits NoLogin, PasswordLogin, TokenLogin {
  List<Authenticator> methods();

  Challenge challenge();

  /** What gives out this server's own tokens. */
  default Optional<TokenEndpoint> tokens() {
    return Optional.empty();
  }

  /** The files that are reloaded while the server runs. */
  List<ServerStatus.LoadedFile> files();

  @Override
  void close();
}
