package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.token.JsonWebKeys;
import dev.privateregistry.registry.auth.token.RootCertificates;
import dev.privateregistry.registry.auth.token.TokenVerifier;
import dev.privateregistry.registry.config.AuthConfig;
import dev.privateregistry.registry.observe.ServerStatus;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The files with the keys of a token server, reloaded when they change. */
final class TokenKeyFiles implements Supplier<TokenVerifier.Keys>, AutoCloseable {
  private final Optional<HotFile<RootCertificates>> certificates;
  private final Optional<HotFile<JsonWebKeys>> set;
  private volatile TokenVerifier.Keys keys;

  private TokenKeyFiles(
      Optional<HotFile<RootCertificates>> certificates, Optional<HotFile<JsonWebKeys>> set) {
    this.certificates = certificates;
    this.set = set;
    this.keys = read();
  }

  static TokenKeyFiles open(AuthConfig.TokenKeys config) throws StartFailure {
    Optional<HotFile<RootCertificates>> certificates =
        config.certificates().isPresent()
            ? Optional.of(
                open(
                    "auth.token.rootcertbundle",
                    config.certificates().get(),
                    RootCertificates::parse))
            : Optional.empty();
    try {
      return new TokenKeyFiles(
          certificates,
          config.jwks().isPresent()
              ? Optional.of(open("auth.token.jwks", config.jwks().get(), JsonWebKeys::parse))
              : Optional.empty());
    } catch (StartFailure e) {
      certificates.ifPresent(HotFile::close);
      throw e;
    }
  }

  private static <T> HotFile<T> open(String key, Path path, HotFile.Parser<T> parser)
      throws StartFailure {
    try {
      return HotFile.open(path, parser);
    } catch (IOException e) {
      throw new StartFailure(key + ": " + path + ": " + HotFile.describe(e));
    } catch (IllegalArgumentException e) {
      throw new StartFailure(key + ": " + path + ": " + e.getMessage());
    }
  }

  List<ServerStatus.LoadedFile> files() {
    List<ServerStatus.LoadedFile> files = new ArrayList<>();
    certificates.ifPresent(
        file ->
            files.add(
                LoadedFiles.describe(
                    "tokenCertificates",
                    file.state(),
                    "certificates",
                    file.state().value().certificates().size())));
    set.ifPresent(
        file ->
            files.add(
                LoadedFiles.describe(
                    "tokenKeys", file.state(), "keys", file.state().value().count())));
    return files;
  }

  /** The keys in force: the same object for as long as the files are. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public TokenVerifier.Keys get() {
    TokenVerifier.Keys known = keys;
    TokenVerifier.Keys now = read();
    if (known.roots() == now.roots() && known.set() == now.set()) {
      return known;
    }
    keys = now;
    return now;
  }

  private TokenVerifier.Keys read() {
    return new TokenVerifier.Keys(
        certificates.map(HotFile::value).orElse(RootCertificates.NONE),
        set.map(HotFile::value).orElse(JsonWebKeys.NONE));
  }

  @Override
  public void close() {
    certificates.ifPresent(HotFile::close);
    set.ifPresent(HotFile::close);
  }
}
