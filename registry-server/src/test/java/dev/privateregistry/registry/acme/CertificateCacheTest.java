package dev.privateregistry.registry.acme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateCacheTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** The account's key as Go's autocert has written it. */
  private static final String ACCOUNT_OF_AUTOCERT =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEILQJlPF6qjqjmYd64jvdMOE/zu0V2ato5bBN1ufm3XU7oAoGCCqGSM49
      AwEHoUQDQgAEaOoquu2NOKTdMYJyQhdNVySGB4aJ9wb0BP/YTCI1WTzBrFuTAK3n
      Tx0KC28POvj/eRtdtmTBzxCz8JzLmlkbLg==
      -----END EC PRIVATE KEY-----
      """;

  @TempDir private Path parent;

  private Path folder() {
    return parent.resolve("acme");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void shouldKeepCertificatesForTheirOwnerOnly() throws IOException {
    CertificateCache cache = CertificateCache.open(folder());
    assertFalse(Files.exists(folder()), "made before anything is stored");
    assertEquals(Optional.empty(), cache.chain("a.example"));

    Authority.Issued issued = TestKeys.issued("a.example", NOW, NOW.plus(Duration.ofDays(90)));
    cache.store("a.example", issued);

    assertEquals(Optional.of(issued.chain()), cache.chain("a.example"));
    assertEquals("rwx------", mode(folder()));
    assertEquals("rw-------", mode(cache.file("a.example")));
    try (var files = Files.list(folder())) {
      assertEquals(List.of(folder().resolve("a.example")), files.toList());
    }
  }

  @Test
  void shouldWriteKeyThenChainAsAutocertReadsThem() throws IOException {
    CertificateCache cache = CertificateCache.open(folder());
    cache.store("a.example", TestKeys.issued("a.example", NOW, NOW.plusSeconds(9)));

    List<String> labels =
        Files.readAllLines(cache.file("a.example")).stream()
            .filter(line -> line.startsWith("-----BEGIN"))
            .toList();
    assertEquals(List.of("-----BEGIN EC PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----"), labels);
  }

  @Test
  void shouldKeepTheAccount() throws Exception {
    KeyPair made = CertificateCache.open(folder()).accountKey();
    KeyPair kept = CertificateCache.open(folder()).accountKey();

    assertArrayEquals(made.getPublic().getEncoded(), kept.getPublic().getEncoded());
    assertEquals("rw-------", mode(folder().resolve("acme_account+key")));
    assertSigns(kept);
  }

  private static void assertSigns(KeyPair keys) throws Exception {
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(keys.getPrivate());
    signing.update((byte) 1);
    byte[] signature = signing.sign();
    signing.initVerify(keys.getPublic());
    signing.update((byte) 1);
    assertTrue(signing.verify(signature));
  }

  @Test
  void shouldUseTheAccountOfAutocertOn() throws Exception {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("acme_account+key"), ACCOUNT_OF_AUTOCERT);

    assertSigns(CertificateCache.open(folder()).knownAccountKey().orElseThrow());
  }

  @Test
  void shouldRefuseABrokenAccountInsteadOfRegisteringAnother() throws IOException {
    Files.createDirectories(folder());
    Path file = Files.writeString(folder().resolve("acme_account+key"), "broken");

    IOException refused =
        assertThrows(IOException.class, CertificateCache.open(folder())::knownAccountKey);
    assertEquals(
        "http.tls.letsencrypt.cachefile: the account's key in %s cannot be used (it holds no key"
                .formatted(file)
            + " pair); put it back, or remove it to register anew",
        refused.getMessage());
  }

  @Test
  void shouldTakeABrokenCertificateForNone() throws IOException {
    Files.createDirectories(folder());
    CertificateCache cache = CertificateCache.open(folder());
    Files.writeString(cache.file("a.example"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

    assertEquals(Optional.empty(), cache.chain("a.example"));
  }

  @Test
  void shouldRefuseAFileInPlaceOfTheFolder() throws IOException {
    Path file = Files.writeString(parent.resolve("letsencrypt.cache"), "of an old distribution");

    IOException refused = assertThrows(IOException.class, () -> CertificateCache.open(file));
    assertEquals(
        "http.tls.letsencrypt.cachefile: "
            + file
            + " is a file; name a folder (what the file holds is not used on)",
        refused.getMessage());
  }
}
