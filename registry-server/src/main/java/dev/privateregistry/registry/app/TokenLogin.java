package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.Authenticator;
import dev.privateregistry.registry.auth.Challenge;
import dev.privateregistry.registry.auth.token.SignatureAlgorithm;
import dev.privateregistry.registry.auth.token.TokenAuthenticator;
import dev.privateregistry.registry.auth.token.TokenChallenge;
import dev.privateregistry.registry.auth.token.TokenVerifier;
import dev.privateregistry.registry.config.AuthConfig;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.observe.ServerStatus;
import java.util.List;
import java.util.stream.Collectors;

/** Users with tokens of a token server. */
record TokenLogin(TokenKeyFiles keys, TokenAuthenticator users, Challenge challenge)
    implements Login {

  static TokenLogin open(AuthConfig.Token config, PublicUrl url) throws StartFailure {
    TokenKeyFiles keys = TokenKeyFiles.open(config.keys());
    TokenVerifier verifier =
        new TokenVerifier(
            config.issuer(),
            config.service(),
            config.keys().algorithms().stream()
                .map(SignatureAlgorithm::valueOf)
                .collect(Collectors.toSet()));
    return new TokenLogin(
        keys,
        new TokenAuthenticator(verifier, keys),
        new TokenChallenge(config.realm(), config.service(), config.redirect(), url));
  }

  @Override
  public List<Authenticator> methods() {
    return List.of(users);
  }

  @Override
  public List<ServerStatus.LoadedFile> files() {
    return keys.files();
  }

  @Override
  public void close() {
    keys.close();
  }
}
