package dev.privateregistry.operator.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.privateregistry.operator.credentials.Htpasswd.Line;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTextTest {

  @Test
  void shouldGenerateDifferentPasswordsThatNeedNoQuoting() {
    RandomPasswords passwords = new RandomPasswords();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String password = passwords.next();
      assertTrue(password.matches("[A-Za-z0-9]{24}"), password);
      assertTrue(seen.add(password), "generated twice");
    }
  }

  @Test
  void shouldHashWithBcryptAtCostTenAndAFreshSalt() {
    Bcrypt bcrypt = new Bcrypt();
    String hash = bcrypt.of("secret");
    assertTrue(hash.startsWith("$2y$10$"), hash);
    assertNotEquals(hash, bcrypt.of("secret"));
    assertTrue(bcrypt.matches("secret", hash));
    assertFalse(bcrypt.matches("other", hash));
  }

  @Test
  void shouldAcceptAHashOfAnotherImplementation() {
    // a test vector of crypt_blowfish
    assertTrue(
        new Bcrypt()
            .matches("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "$2y$", "$apr1$a$b", "$2y$10$tooShort"})
  void shouldNotMatchAHashThatCannotBeRead(String hash) {
    assertFalse(new Bcrypt().matches("secret", hash));
  }

  @Test
  void shouldKeepTwoLinesOfOneUserInOrder() {
    Htpasswd file =
        new Htpasswd(List.of(new Line("a", "old"), new Line("a", "new"), new Line("b", "x")));
    assertEquals("a:old\na:new\nb:x\n", file.text());
    assertEquals(file, Htpasswd.parse(file.text()));
    assertEquals(List.of("old", "new"), file.hashes("a"));
  }

  @Test
  void shouldSkipLinesThatAreNoEntries() {
    assertEquals(
        List.of(new Line("a", "h")),
        Htpasswd.parse("# comment\n\n:nobody\nnocolon\na:h\r\n").lines());
  }

  @Test
  void shouldFingerprintTheContentAsSha256() {
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        new Htpasswd(List.of()).fingerprint());
  }

  @Test
  void shouldWriteTheLogInOfOneRegistry() throws Exception {
    JsonNode login =
        new JsonMapper()
            .readTree(new DockerConfig("registry.example.com:5000", "ann", "p\"w").json())
            .path("auths")
            .path("registry.example.com:5000");
    assertEquals("ann", login.path("username").asText());
    assertEquals("p\"w", login.path("password").asText());
    assertEquals("YW5uOnAidw==", login.path("auth").asText());
  }

  @Test
  void shouldNotPrintThePassword() {
    assertFalse(new DockerConfig("r", "u", "secret").toString().contains("secret"));
  }
}
