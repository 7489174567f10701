package dev.privateregistry.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.privateregistry.registry.auth.CertificateAuthenticator.Name;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthenticatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nobody",
      value = {
        "COMMON_NAME | CN=alice                | ''                              | alice",
        "COMMON_NAME | O=team,CN=alice         | dns:other                       | alice",
        "COMMON_NAME | CN=Alice\\, the first   | ''                              | Alice, the first",
        "COMMON_NAME | CN=alice,CN=root        | ''                              | nobody",
        "COMMON_NAME | CN=alice+CN=root        | ''                              | nobody",
        "COMMON_NAME | O=alice                 | dns:alice                       | nobody",
        "DNS         | CN=root                 | dns:ci.example.com              | ci.example.com",
        "DNS         | CN=root                 | dns:a.example dns:b.example     | nobody",
        "DNS         | CN=root                 | email:a@b.example               | nobody",
        "EMAIL       | CN=root                 | dns:x email:alice@example.com   | alice@example.com",
        "URI         | CN=root                 | uri:spiffe://example/ci         | spiffe://example/ci",
        "URI         | CN=root                 | ''                              | nobody",
      })
  void shouldTakeTheOneNameOfTheKind(Name part, String subject, String names, @Nullable String user)
      throws Exception {
    assertEquals(user, user(part, certificate(subject, names)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0007", "a\u0000b"})
  void shouldRefuseNamesThatNoUserHas(String name) throws Exception {
    assertNull(user(Name.COMMON_NAME, certificate("CN=" + name, "")));
  }

  @Test
  void shouldKnowNobodyWithoutACertificate() {
    assertEquals(
        Identification.NOBODY,
        new CertificateAuthenticator(Name.COMMON_NAME).identifyNow(AskedFor.anonymously()));
  }

  private static @Nullable String user(Name part, X509Certificate certificate) {
    Identification found =
        new CertificateAuthenticator(part).identifyNow(AskedFor.anonymously().by(certificate));
    return found instanceof Identification.Known known ? known.granted().principal().name() : null;
  }

  private static X509Certificate certificate(String subject, String names) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    X500Name name = new X500Name(subject);
    Date now = Date.from(Instant.now());
    var builder =
        new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, now, name, keys.getPublic());
    List<GeneralName> alternatives = new ArrayList<>();
    for (String each : names.isEmpty() ? List.<String>of() : List.of(names.split(" "))) {
      String value = each.substring(each.indexOf(':') + 1);
      int tag =
          each.startsWith("dns")
              ? GeneralName.dNSName
              : each.startsWith("email")
                  ? GeneralName.rfc822Name
                  : GeneralName.uniformResourceIdentifier;
      alternatives.add(new GeneralName(tag, value));
    }
    if (!alternatives.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(alternatives.toArray(GeneralName[]::new)));
    }
    byte[] encoded =
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }
}
