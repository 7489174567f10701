package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @ParameterizedTest
  @CsvSource({
    "--version,0",
    "--help,0",
    "serve --help,0",
    "htpasswd alice secret,0",
    "'',2",
    "unknown,2",
    "serve --unknown,2",
    "htpasswd,2",
    "htpasswd -i alice secret,2",
    "htpasswd a:b secret,1",
    "serve /no/such/config.yml,1",
    "/no/such/config.yml,1",
  })
  void shouldExitWith(String arguments, int code) {
    assertEquals(code, Main.run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
  }
}
