package dev.privateregistry.registry.http.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A certificate that every test of a class serves. */
final class TestTls implements BeforeEachCallback, AfterEachCallback {
  private Path folder = Path.of("");
  private @Nullable FollowedCertificate source;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("tls");
    TestCertificates.elliptic(1).write(certificate(), key());
    source = FollowedCertificate.open(options());
  }

  FollowedCertificate source() {
    return Objects.requireNonNull(source, "no test runs");
  }

  TlsOptions options() {
    return TlsOptions.of(certificate(), key());
  }

  private Path certificate() {
    return folder.resolve("tls.crt");
  }

  private Path key() {
    return folder.resolve("tls.key");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (source != null) {
      source.close();
    }
    Files.deleteIfExists(certificate());
    Files.deleteIfExists(key());
    Files.deleteIfExists(folder);
  }
}
