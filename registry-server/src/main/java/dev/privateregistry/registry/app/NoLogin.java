package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.Authenticator;
import dev.privateregistry.registry.auth.Challenge;
import dev.privateregistry.registry.observe.ServerStatus;
import java.util.List;

/** Nobody can log in. */
record NoLogin() implements Login {
  @Override
  public List<Authenticator> methods() {
    return List.of();
  }

  @Override
  public Challenge challenge() {
    return Challenge.NONE;
  }

  @Override
  public List<ServerStatus.LoadedFile> files() {
    return List.of();
  }

  @Override
  public void close() {}
}
