package dev.privateregistry.e2e;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 without TLS with curl, by upgrade and with prior knowledge. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClearHttp2Test {
  @RegisterExtension static final Sandbox sandbox = new Sandbox();

  @BeforeAll
  void startServer() throws Exception {
    sandbox.write(
        "config.yml",
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: /var/lib/registry}, delete: {enabled: true}}
        http: {addr: ':5000', h2c: {enabled: true}}
        """);
    RegistryProgram.start(
        sandbox, "http://127.0.0.1:5000", "serve", sandbox.path("config.yml").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http2-prior-knowledge"})
  void shouldSpeakHttp2WithCurl(String how) {
    sandbox
        .run("curl", "-sSf", how, "-w", " %{http_version}", "http://127.0.0.1:5000/v2/")
        .shouldSucceed()
        .shouldSay("{} 2");
  }

  @Test
  void shouldAnswerSeveralRequestsAfterAnUpgrade() {
    String url = "http://127.0.0.1:5000/v2/";
    sandbox
        .run("curl", "-sSf", "--http2", "-w", " %{http_version} ", url, url, url)
        .shouldSucceed()
        .shouldSay("{} 2 {} 2 {} 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http2-prior-knowledge"})
  void shouldTakeAndGiveABlob(String how) {
    sandbox
        .run(
            "sh",
            "-c",
            """
            set -e
            head -c 20000000 /dev/urandom >blob
            digest=sha256:$(sha256sum blob | cut -d' ' -f1)
            where=$(curl -sS %1$s -D - -X POST http://127.0.0.1:5000/v2/a/blobs/uploads/ \
              -o /dev/null | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')
            curl -sSf %1$s -X PUT --data-binary @blob "$where&digest=$digest"
            curl -sSf %1$s -o downloaded http://127.0.0.1:5000/v2/a/blobs/$digest
            cmp blob downloaded
            """
                .formatted(how))
        .shouldSucceed();
  }
}
