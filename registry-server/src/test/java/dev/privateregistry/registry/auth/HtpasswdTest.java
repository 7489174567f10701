package dev.privateregistry.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtpasswdTest {
  /** "secret", cost 4. */
  private static final String HASH = HtpasswdLine.make("u", "secret", 4).substring(2);

  /** "password" by Apache's {@code htpasswd -nbB -C 5}. */
  private static final String APACHE =
      "$2y$05$JEpggClrERSnQIjcin2.3evraLfpTxLA/E0wtaoFADcaVASUgYv5u";

  @Test
  void shouldSkipCommentsAndBlankLines() {
    Htpasswd users = parse("# who\r\n\r\n  \nalice:" + HASH + "\r\nbob:" + HASH + "\n");

    assertEquals(Set.of("alice", "bob"), users.users().keySet());
    assertEquals(List.of(), users.notes());
  }

  @Test
  void shouldKeepEveryLineOfAUser() {
    String other = HtpasswdLine.make("u", "other", 4).substring(2);
    Htpasswd users = parse("alice:" + HASH + "\nalice:" + other + "\n");

    assertEquals(List.of(new BcryptHash(HASH), new BcryptHash(other)), users.hashes("alice"));
    assertEquals(2, users.mostLines());
  }

  @Test
  void shouldTakeAnEmptyFileForNobody() {
    assertEquals(Set.of(), parse("").users().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2a", "2b", "2y"})
  void shouldAcceptEveryKindOfBcrypt(String version) {
    BcryptHash hash = new BcryptHash("$" + version + HASH.substring(3));

    assertTrue(hash.matches("secret"));
    assertFalse(hash.matches("Secret"));
  }

  @Test
  void shouldLeaveOutOtherKindsOfHashByLine() {
    Htpasswd users =
        parse(
            "alice:"
                + HASH
                + "\nbob:$apr1$x$y\ncarol:{SHA}x=\ndave:plain\nerin:"
                + HASH.replace("$04$", "$31$"));

    assertEquals(Set.of("alice"), users.users().keySet());
    assertEquals(
        List.of(
            "line 2, user bob: MD5 (apr1) is not accepted, only bcrypt; make it anew with:"
                + " registry-server htpasswd bob",
            "line 3, user carol: SHA-1 is not accepted, only bcrypt; make it anew with:"
                + " registry-server htpasswd carol",
            "line 4, user dave: this kind of hash is not accepted, only bcrypt; make it anew"
                + " with: registry-server htpasswd dave",
            "line 5, user erin: bcrypt cost 31 is not between 4 and 17; make it anew with:"
                + " registry-server htpasswd erin"),
        users.notes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alice            | line 1 is not USER:HASH; make it with: registry-server htpasswd USER
          :hash            | line 1 is not USER:HASH; make it with: registry-server htpasswd USER
          bob:$apr1$x$y    | line 1, user bob: MD5 (apr1) is not accepted, only bcrypt; make it anew with: registry-server htpasswd bob
          """)
  void shouldRefuse(String content, String problem) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> parse(content));

    assertEquals(problem, refused.getMessage());
  }

  @Test
  void shouldRefuseBytesThatAreNotText() {
    assertThrows(
        IllegalArgumentException.class, () -> Htpasswd.parse(new byte[] {(byte) 0xff, ':'}));
  }

  @Test
  void shouldKeepHashesOutOfText() {
    assertFalse(parse("alice:" + HASH).toString().contains(HASH));
  }

  @Test
  void shouldVerifyWhatApacheMade() {
    assertTrue(new BcryptHash(APACHE).matches("password"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a:b   | x  | the user name must hold neither a colon nor control characters
          ''    | x  | the user name must not be empty, begin with # or be surrounded by blanks
          #a    | x  | the user name must not be empty, begin with # or be surrounded by blanks
          a     | '' | the password is empty
          a     | 0123456789012345678901234567890123456789012345678901234567890123456789012 | the password has 73 bytes, bcrypt looks at 72; choose a shorter one
          """)
  void shouldNotMakeALineFrom(String user, String password, String problem) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> HtpasswdLine.make(user, password, 4));

    assertEquals(problem, refused.getMessage());
  }

  private static Htpasswd parse(String text) {
    return Htpasswd.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
