package dev.privateregistry.registry.auth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.Access.Action;
import dev.privateregistry.registry.auth.Identification;
import dev.privateregistry.registry.auth.Principal;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final KeyPair RSA = TokenServer.keys("RSA2048");
  private static final KeyPair P256 = TokenServer.keys("P-256");
  private static final KeyPair OTHER = TokenServer.keys("P-256");
  private static final KeyPair ROOT = TokenServer.keys("P-256");
  private static final X509Certificate ROOT_CERTIFICATE =
      TokenServer.certificate("root", ROOT, Optional.empty(), true, NOW.minusSeconds(60));
  private static final TokenServer.Issuer BY_ROOT =
      new TokenServer.Issuer("root", ROOT.getPrivate());
  private static final TokenVerifier.Keys KEYS =
      new TokenVerifier.Keys(
          roots(ROOT_CERTIFICATE),
          JsonWebKeys.parse(
              TokenServer.jwks(
                  named("rsa", RSA),
                  named("p256", P256),
                  named("other", OTHER).put("use", "enc"))));
  private static final TokenVerifier VERIFIER = verifier(EnumSet.allOf(SignatureAlgorithm.class));

  @ParameterizedTest
  @CsvSource({
    "RS256, RSA2048",
    "RS384, RSA2048",
    "RS512, RSA2048",
    "PS256, RSA2048",
    "PS384, RSA2048",
    "PS512, RSA2048",
    "ES256, P-256",
    "ES384, P-384",
    "ES512, P-521",
    "EdDSA, Ed25519",
  })
  void shouldAcceptEveryAlgorithmWithItsKindOfKey(String algorithm, String kind) {
    KeyPair keys = TokenServer.keys(kind);
    TokenVerifier.Keys trusted = set(named("k", keys));
    String token = TokenServer.sign(header(algorithm, "k"), claims(), keys.getPrivate());

    assertEquals("alice", name(VERIFIER.verify(token, trusted, NOW)));
    refused("its signature is wrong", cut(token), trusted);
    refused(
        "its algorithm is not allowed",
        token,
        trusted,
        verifier(EnumSet.complementOf(EnumSet.of(SignatureAlgorithm.valueOf(algorithm)))));
  }

  @Test
  void shouldGrantWhatTheTokenSaysAndNoMore() {
    ObjectNode claims = claims();
    claims
        .putArray("access")
        .add(grant("repository", "team/app", "pull", "push"))
        .add(grant("repository", "team/all", "*"))
        .add(grant("registry", "catalog", "*"))
        .add(grant("repository", "team/app", "delete"))
        .add(grant("other", "team/else", "pull"));
    Identification.Scope scope = verify(claims).identification().scope();

    assertTrue(scope.covers(new Access.Base()));
    assertTrue(scope.covers(new Access.Catalog()));
    assertTrue(scope.covers(Access.Repository.of("team/app", Action.PULL, Action.PUSH)));
    assertTrue(scope.covers(Access.Repository.of("team/app", Action.DELETE)));
    assertTrue(scope.covers(Access.Repository.of("team/all", Action.DELETE)));
    assertTrue(scope.covers(new Access.UploadCancel("team/app")));
    assertFalse(scope.covers(Access.Repository.of("team/else", Action.PULL)));
    assertFalse(scope.covers(Access.Repository.of("team", Action.PULL)));
    Identification.Scope nothing = verify(claims()).identification().scope();
    assertFalse(nothing.covers(new Access.Catalog()));
    assertFalse(nothing.covers(Access.Repository.of("team/app", Action.PULL)));
    assertFalse(nothing.covers(new Access.UploadCancel("team/app")));
  }

  @Test
  void shouldTakeATokenWithoutSubjectForNobodyInParticular() {
    ObjectNode claims = claims();
    claims.remove("sub");

    assertEquals(Principal.ANONYMOUS, verify(claims).identification().granted().principal());
  }

  @Test
  void shouldAcceptAListOfAudiences() {
    ObjectNode claims = claims();
    claims.putArray("aud").add("another").add("registry");

    assertEquals("alice", name(verify(claims)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "exp | -59        | none",
        "exp | -61        | it has expired or is not valid yet",
        "nbf | 59         | none",
        "nbf | 61         | it has expired or is not valid yet",
        "exp | none       | it has expired or is not valid yet",
        "nbf | none       | none",
      })
  void shouldAllowForClocksThatDifferByAMinute(String claim, Long seconds, String problem) {
    ObjectNode claims = claims();
    if (seconds == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, NOW.getEpochSecond() + seconds);
    }

    if (problem == null) {
      assertEquals("alice", name(verify(claims)));
    } else {
      refused(problem, signed(claims), KEYS);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"iss\":\"other\"}            | its issuer is not auth.token.issuer",
        "{\"iss\":[\"issuer\"]}         | its issuer is not auth.token.issuer",
        "{\"iss\":null}                 | its issuer is not auth.token.issuer",
        "{\"aud\":\"other\"}            | its audience is not auth.token.service",
        "{\"aud\":[]}                   | its audience is not auth.token.service",
        "{\"aud\":{\"a\":\"registry\"}} | its audience is not auth.token.service",
        "{\"exp\":\"9999999999\"}       | one of its times is not a number of seconds",
        "{\"exp\":1e300}                | one of its times is not a number of seconds",
        "{\"access\":{}}                | its claim access is not a list",
        "{\"access\":[{\"type\":\"repository\"}]} | an entry of its claim access has no type or name",
      })
  void shouldRefuseClaims(String changed, String problem) throws Exception {
    ObjectNode claims = claims();
    claims.setAll((ObjectNode) TokenServer.JSON.readTree(changed));

    refused(problem, signed(claims), KEYS);
  }

  @Test
  void shouldRefuseATokenThatIsNotSigned() {
    String none = TokenServer.part("{\"alg\":\"none\",\"kid\":\"p256\"}");
    String content = none + "." + TokenServer.part(claims().toString());

    refused("its algorithm is not allowed", content + ".", KEYS);
    refused("it does not have three parts", content, KEYS);
    refused("its signature is wrong", content.replace(none, part("ES256")) + ".", KEYS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "hs256", "None", "NONE", "nOnE", "", "es256", "RS1"})
  void shouldKnowOnlyAlgorithmsWithKeyPairs(String algorithm) {
    String token =
        TokenServer.signWithSecret(
            header(algorithm, "rsa"), claims(), RSA.getPublic().getEncoded());

    refused("its algorithm is not allowed", token, KEYS);
  }

  @Test
  void shouldRefuseAnAlgorithmOfAnotherKindOfKey() {
    refused(
        "its algorithm does not fit the key",
        TokenServer.sign(header("RS256", "p256"), claims(), RSA.getPrivate()),
        KEYS);
    refused(
        "its algorithm does not fit the key",
        TokenServer.sign(header("PS256", "k"), claims(), RSA.getPrivate()),
        set(named("k", RSA).put("alg", "RS256")));
  }

  @Test
  void shouldRefuseKeysThatAreNotConfigured() {
    ObjectNode unknown = header("ES256", "unknown");
    ObjectNode unnamed = header("ES256", "x");
    unnamed.remove("kid");

    refused(
        "its kid names no configured key",
        TokenServer.sign(unknown, claims(), OTHER.getPrivate()),
        KEYS);
    refused(
        "its kid names no configured key",
        TokenServer.sign(unnamed, claims(), P256.getPrivate()),
        KEYS);
    refused(
        "its kid names no configured key",
        TokenServer.sign(header("ES256", "other"), claims(), OTHER.getPrivate()),
        KEYS);
    refused(
        "its signature is wrong",
        TokenServer.sign(header("ES256", "p256"), claims(), OTHER.getPrivate()),
        KEYS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwk", "jku", "x5u"})
  void cve202524976ShouldNotTrustAKeyThatTheTokenBringsAlong(String field) {
    ObjectNode header = header("ES256", "p256");
    if (field.equals("jwk")) {
      header.set("jwk", named("p256", OTHER));
    } else {
      header.put(field, "http://127.0.0.1:1/keys");
    }

    refused("its signature is wrong", TokenServer.sign(header, claims(), OTHER.getPrivate()), KEYS);
    header.remove("kid");
    refused(
        "its kid names no configured key",
        TokenServer.sign(header, claims(), OTHER.getPrivate()),
        KEYS);
  }

  @Test
  void shouldAcceptTheKeyOfARootCertificateByTheIdsThatTokenServersUse() {
    for (String id : KeyIds.of(ROOT.getPublic())) {
      String token = TokenServer.sign(header("ES256", id), claims(), ROOT.getPrivate());
      assertEquals("alice", name(VERIFIER.verify(token, KEYS, NOW)));
    }
    assertTrue(
        KeyIds.of(ROOT.getPublic()).stream()
            .anyMatch(id -> id.matches("([A-Z2-7]{4}:){11}[A-Z2-7]{4}")));
  }

  @Test
  void shouldAcceptAChainThatARootVouchesFor() throws Exception {
    KeyPair middle = TokenServer.keys("P-256");
    KeyPair leaf = TokenServer.keys("P-256");
    X509Certificate middleCertificate =
        TokenServer.certificate("middle", middle, Optional.of(BY_ROOT), true, NOW.minusSeconds(60));
    X509Certificate leafCertificate =
        TokenServer.certificate(
            "leaf",
            leaf,
            Optional.of(new TokenServer.Issuer("middle", middle.getPrivate())),
            false,
            NOW.minusSeconds(60));
    String token = withChain(leaf, leafCertificate, middleCertificate);

    assertEquals("alice", name(VERIFIER.verify(token, KEYS, NOW)));
    assertEquals(
        "alice",
        name(
            VERIFIER.verify(
                withChain(leaf, leafCertificate, middleCertificate, ROOT_CERTIFICATE), KEYS, NOW)));
    assertEquals("alice", name(VERIFIER.verify(withChain(ROOT, ROOT_CERTIFICATE), KEYS, NOW)));
    refused("no root certificate vouches for its x5c", withChain(leaf, leafCertificate), KEYS);
    refused("its signature is wrong", withChain(OTHER, leafCertificate, middleCertificate), KEYS);
    String late = withChain(leaf, leafCertificate, middleCertificate);
    assertThrows(
        IllegalArgumentException.class,
        () -> VERIFIER.verify(late, KEYS, NOW.plus(Duration.ofDays(2))));
  }

  @Test
  void shouldRefuseAChainOfOnesOwn() throws Exception {
    KeyPair mine = TokenServer.keys("P-256");
    X509Certificate same =
        TokenServer.certificate("root", mine, Optional.empty(), true, NOW.minusSeconds(60));
    KeyPair below = TokenServer.keys("P-256");
    X509Certificate byLeaf =
        TokenServer.certificate("leaf", mine, Optional.of(BY_ROOT), false, NOW.minusSeconds(60));
    X509Certificate belowLeaf =
        TokenServer.certificate(
            "below",
            below,
            Optional.of(new TokenServer.Issuer("leaf", mine.getPrivate())),
            false,
            NOW.minusSeconds(60));

    refused("no root certificate vouches for its x5c", withChain(mine, same), KEYS);
    refused("no root certificate vouches for its x5c", withChain(below, belowLeaf, byLeaf), KEYS);
  }

  @Test
  void shouldGoByTheKeyIdWhereNoRootsAreConfigured() throws Exception {
    ObjectNode header = header("ES256", "p256");
    header.putArray("x5c").add(Base64.getEncoder().encodeToString(ROOT_CERTIFICATE.getEncoded()));
    TokenVerifier.Keys set = set(named("p256", P256));

    assertEquals(
        "alice",
        name(VERIFIER.verify(TokenServer.sign(header, claims(), P256.getPrivate()), set, NOW)));
    refused("its signature is wrong", TokenServer.sign(header, claims(), ROOT.getPrivate()), set);
  }

  @Test
  void shouldRefuseATokenWithTwoMeanings() {
    String twice = claims().toString().replace("{", "{\"sub\":\"root\",");

    refusedAsMalformed(TokenServer.sign(header("ES256", "p256"), twice, P256.getPrivate()));
    refusedAsMalformed(
        TokenServer.sign(header("ES256", "p256"), claims() + "{}", P256.getPrivate()));
    refusedAsMalformed(TokenServer.sign(header("ES256", "p256"), "[]", P256.getPrivate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "e30.e30.", "e30=.e30=.e30=", "é.é.é"})
  void shouldRefuseWhatIsNoToken(String text) {
    refusedAsMalformed(text);
  }

  @Test
  void shouldRefuseAHugeTokenBeforeLookingAtIt() {
    refused("it is longer than 16384 characters", "a".repeat(16385), KEYS);
  }

  @Test
  void shouldRefuseCriticalExtensions() {
    ObjectNode header = header("ES256", "p256");
    header.putArray("crit").add("b64");

    refused(
        "it has a critical extension", TokenServer.sign(header, claims(), P256.getPrivate()), KEYS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                   | it has no list keys; put a JSON Web Key Set there",
        "{\"keys\":[]}                        | it holds no key to verify signatures with",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]} | key 1: it is a secret, with which every reader could sign tokens; use a key pair",
        "{\"keys\":[{\"kty\":\"DSA\"}]}       | key 1: kty \"DSA\" is not known",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-192\"}]} | key 1: crv \"P-192\" is not one of P-256, P-384, P-521",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"y\":\"AQ\"}]} | key 1: its x or y is too long for crv \"P-256\"",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQ\"}]} | key 1: its e is missing",
        "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"HS256\"}]} | key 1: alg \"HS256\" is not supported",
      })
  void shouldSayWhatIsWrongWithAKeySet(String file, String problem) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> JsonWebKeys.parse(file.getBytes(StandardCharsets.UTF_8)));

    assertEquals(problem, e.getMessage());
  }

  @Test
  void shouldRefuseKeysThatAreWeakOrAmbiguous() {
    ObjectNode weak = named("weak", TokenServer.keys("RSA1024"));

    assertEquals(
        "key 1: an RSA key of 1024 bits; at least 2048 are needed",
        problem(TokenServer.jwks(weak)));
    assertEquals(
        "key 2: kid one is given twice; keep one",
        problem(TokenServer.jwks(named("one", P256), named("one", OTHER))));
    assertEquals(
        "key 1: alg ES384 does not fit the key",
        problem(TokenServer.jwks(named("one", P256).put("alg", "ES384"))));
  }

  private static String problem(byte[] file) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> JsonWebKeys.parse(file)).getMessage());
  }

  private static void refusedAsMalformed(String token) {
    assertThrows(IllegalArgumentException.class, () -> VERIFIER.verify(token, KEYS, NOW));
  }

  private static void refused(String problem, String token, TokenVerifier.Keys keys) {
    refused(problem, token, keys, VERIFIER);
  }

  private static void refused(
      String problem, String token, TokenVerifier.Keys keys, TokenVerifier verifier) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> verifier.verify(token, keys, NOW));
    assertEquals(problem, e.getMessage());
  }

  private static TokenVerifier.Verified verify(ObjectNode claims) {
    return VERIFIER.verify(signed(claims), KEYS, NOW);
  }

  private static String signed(ObjectNode claims) {
    return TokenServer.sign(header("ES256", "p256"), claims, P256.getPrivate());
  }

  private static String withChain(KeyPair keys, X509Certificate... chain) throws Exception {
    ObjectNode header = header("ES256", "ignored");
    var list = header.putArray("x5c");
    for (X509Certificate certificate : chain) {
      list.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
    }
    return TokenServer.sign(header, claims(), keys.getPrivate());
  }

  private static TokenVerifier verifier(Set<SignatureAlgorithm> algorithms) {
    return new TokenVerifier("issuer", "registry", algorithms);
  }

  private static RootCertificates roots(X509Certificate certificate) {
    return RootCertificates.parse(TokenServer.pem(certificate).getBytes(StandardCharsets.US_ASCII));
  }

  private static TokenVerifier.Keys set(ObjectNode key) {
    return new TokenVerifier.Keys(RootCertificates.NONE, JsonWebKeys.parse(TokenServer.jwks(key)));
  }

  private static ObjectNode named(String id, KeyPair keys) {
    return TokenServer.jwk(keys.getPublic()).put("kid", id);
  }

  private static ObjectNode header(String algorithm, String id) {
    return TokenServer.JSON.createObjectNode().put("alg", algorithm).put("kid", id);
  }

  private static String part(String algorithm) {
    return TokenServer.part(header(algorithm, "p256").toString());
  }

  private static ObjectNode claims() {
    return TokenServer.JSON
        .createObjectNode()
        .put("iss", "issuer")
        .put("aud", "registry")
        .put("sub", "alice")
        .put("exp", NOW.getEpochSecond() + 300)
        .put("nbf", NOW.getEpochSecond());
  }

  private static ObjectNode grant(String type, String name, String... actions) {
    ObjectNode grant = TokenServer.JSON.createObjectNode().put("type", type).put("name", name);
    var list = grant.putArray("actions");
    for (String action : List.of(actions)) {
      list.add(action);
    }
    return grant;
  }

  private static String cut(String token) {
    char last = token.charAt(token.length() - 2) == 'A' ? 'B' : 'A';
    return token.substring(0, token.length() - 2) + last + token.substring(token.length() - 1);
  }

  private static String name(TokenVerifier.Verified token) {
    return token.identification().granted().principal().name();
  }
}
