package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.credentials.PasswordHash;
import dev.privateregistry.operator.credentials.Passwords;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyKind;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.LeafRequest;
import dev.privateregistry.operator.tls.Pki;
import dev.privateregistry.operator.tls.Validity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Passwords, hashes and certificates that are numbers. What is drawn depends on nothing but the
 * number of draws before, which is part of the explored state.
 */
public final class NumberedKeys implements Passwords, PasswordHash, Pki {

  private int drawn;

  /** The next draws continue from here. */
  void continueFrom(int draws) {
    this.drawn = draws;
  }

  int drawn() {
    return drawn;
  }

  private int draw() {
    return ++drawn;
  }

  // Passwords: "p7"; hashes: "salt8-p7"

  @Override
  public String next() {
    return "p" + draw();
  }

  @Override
  public String of(String password) {
    return "salt" + draw() + "-" + password;
  }

  @Override
  public boolean matches(String password, String hash) {
    return passwordOf(hash).equals(password);
  }

  /** The password of a hash. */
  static String passwordOf(String hash) {
    return hash.substring(hash.indexOf('-') + 1);
  }

  // Certificates: one line "number issuer from to names", and "number-of-key kind bits" where the
  // key is another one than usual

  @Override
  public KeyedCertificate authority(String commonName, Validity validity) {
    int number = draw();
    return pair(number, number, new LeafRequest(List.of("ca"), validity, KeyKind.P256, null));
  }

  @Override
  public String newKey() {
    return "key" + draw();
  }

  @Override
  public KeyedCertificate server(KeyedCertificate authority, LeafRequest request) {
    return pair(draw(), number(authority.certificate()), request);
  }

  private static KeyedCertificate pair(int number, int issuer, LeafRequest request) {
    KeyedCertificate kept = request.kept();
    int key = kept == null ? number : keyNumber(kept.certificate());
    String usual =
        number
            + " "
            + issuer
            + " "
            + request.validity().notBefore().getEpochSecond()
            + " "
            + request.validity().notAfter().getEpochSecond()
            + " "
            + String.join(",", request.names());
    String text =
        key == number && request.key().equals(KeyKind.P256)
            ? usual
            : usual + " " + key + " " + request.key().algorithm() + " " + request.key().bits();
    return new KeyedCertificate(text + "\n", "key" + key);
  }

  @Override
  public Optional<CertificateFacts> read(String certificate) {
    String line = certificate.lines().findFirst().orElse("");
    if (!isCertificate(line)) {
      return Optional.empty();
    }
    String[] parts = line.split(" ");
    return Optional.of(
        new CertificateFacts(
            parts[0],
            new Validity(
                Instant.ofEpochSecond(Long.parseLong(parts[2])),
                Instant.ofEpochSecond(Long.parseLong(parts[3]))),
            Set.of(parts[4].split(",")),
            parts.length == 5 ? KeyKind.P256 : new KeyKind(parts[6], Integer.parseInt(parts[7]))));
  }

  private static boolean isCertificate(String line) {
    int fields = line.split(" ").length;
    return fields == 5 || fields == 8;
  }

  @Override
  public Set<String> split(String bundle) {
    Set<String> certificates = new LinkedHashSet<>();
    bundle
        .lines()
        .filter(NumberedKeys::isCertificate)
        .forEach(line -> certificates.add(line + "\n"));
    return certificates;
  }

  @Override
  public boolean matches(KeyedCertificate pair) {
    return pair.key().equals("key" + keyNumber(pair.certificate()));
  }

  @Override
  public boolean signed(String authority, String certificate) {
    return number(authority) == issuer(certificate);
  }

  @Override
  public Optional<String> cannotSign(String chain) {
    return chain
        .lines()
        .filter(line -> !line.split(" ")[4].equals("ca"))
        .findFirst()
        .map(line -> line.split(" ")[0] + " is no CA");
  }

  private static int keyNumber(String certificate) {
    String[] parts = certificate.lines().findFirst().orElse("").split(" ");
    return parts.length == 8 ? Integer.parseInt(parts[5]) : number(certificate);
  }

  /** The number of a certificate; -1 when it is none. */
  static int number(String certificate) {
    return field(certificate, 0);
  }

  /** The number of the CA that signed a certificate; -2 when it is none. */
  static int issuer(String certificate) {
    return field(certificate, 1);
  }

  private static int field(String certificate, int index) {
    String[] parts = certificate.split("[ \n]");
    return parts.length < 5 ? -1 - index : Integer.parseInt(parts[index]);
  }
}
